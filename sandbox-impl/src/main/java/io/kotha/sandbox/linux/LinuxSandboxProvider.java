package io.kotha.sandbox.linux;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.HostReport;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.spi.SandboxProvider;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Builds rooms out of Linux namespaces. Found by the {@link java.util.ServiceLoader}. */
public final class LinuxSandboxProvider implements SandboxProvider {

  private @Nullable Engine engine;
  private @Nullable RoomStarter starter;

  @Override
  public String name() {
    return "linux";
  }

  @Override
  public HostReport inspect() throws SandboxException {
    return Inspection.of(engine(), starter());
  }

  @Override
  public SandboxProcess start(SandboxSpec spec, Command command) throws SandboxException {
    MemorySize limit = spec.limits().output();
    AtomicLong budget = new AtomicLong(limit == null ? Long.MAX_VALUE : limit.bytes());
    RoomStarter.Running running = starter().start(spec, command, limit, (r, w, e) -> {});
    try {
      Room room = running.room();
      Wiring wiring = running.wiring();
      Runnable exceeded = room::outputExceeded;
      OutputStream stdin = Streams.output(engine().kernel(), wiring, command);
      InputStream stdout = Streams.input(engine().kernel(), wiring, 1, budget, exceeded);
      InputStream stderr = Streams.input(engine().kernel(), wiring, 2, budget, exceeded);
      RoomControls controls = new RoomControls(engine().kernel(), room);
      return new LinuxSandboxProcess(room, controls, running.pid(), stdin, stdout, stderr);
    } catch (IOException e) {
      running.room().kill();
      running.wiring().abandon();
      throw new SandboxException("the program's pipes cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public CompletableFuture<SandboxResult> run(SandboxSpec spec, Command command)
      throws SandboxException {
    // Nobody could write to a pipe: an empty stdin is what a run without one has.
    Command closed = command.stdin() instanceof Stdio.Pipe ? command.stdin(Stdio.NULL) : command;
    MemorySize set = spec.limits().output();
    MemorySize limit = set == null ? CapturedRun.DEFAULT_OUTPUT : set;
    CapturedRun run = new CapturedRun(engine().kernel(), engine().events(), limit);
    return run.result(starter().start(spec, closed, limit, run).room());
  }

  @Override
  public SandboxPipe pipe() throws SandboxException {
    return LinuxSandboxPipe.open(engine().kernel());
  }

  private synchronized Engine engine() throws SandboxException {
    Engine current = engine;
    if (current == null) {
      current = Engine.open();
      engine = current;
    }
    return current;
  }

  private synchronized RoomStarter starter() throws SandboxException {
    RoomStarter current = starter;
    if (current == null) {
      current = new RoomStarter(engine());
      starter = current;
    }
    return current;
  }
}
