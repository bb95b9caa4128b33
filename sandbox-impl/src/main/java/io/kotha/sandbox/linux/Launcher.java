package io.kotha.sandbox.linux;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.zygote.EventLoop;
import io.kotha.sandbox.linux.zygote.Native;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Brings commands into rooms, and gives their callers something to hold. */
final class Launcher {

  private final Engine engine;
  private final SandboxSpec spec;
  private final @Nullable MemorySize limit;
  private final RoomSource rooms;

  Launcher(Engine engine, SandboxSpec spec, RoomSource rooms) {
    this.engine = engine;
    this.spec = spec;
    this.limit = spec.limits().output();
    this.rooms = rooms;
  }

  /** Returns when the program runs. */
  SandboxProcess start(Command command) throws SandboxException {
    AtomicLong budget = new AtomicLong(limit == null ? Long.MAX_VALUE : limit.bytes());
    RunningRoom running = rooms.enter(new Order(spec, command, limit, (r, w, e) -> {}));
    Room room = running.room();
    Wiring wiring = running.wiring();
    try {
      Native kernel = engine.kernel();
      Runnable exceeded = room::outputExceeded;
      OutputStream stdin = Streams.output(kernel, wiring, command);
      EventLoop events = engine.events();
      InputStream stdout = Streams.input(kernel, events, wiring, 1, budget, exceeded);
      InputStream stderr = Streams.input(kernel, events, wiring, 2, budget, exceeded);
      RoomControls controls = new RoomControls(kernel, room);
      return new LinuxSandboxProcess(room, controls, running.pid(), stdin, stdout, stderr);
    } catch (IOException e) {
      room.kill();
      wiring.abandon();
      throw new SandboxException("the program's pipes cannot be opened: " + e.getMessage(), e);
    }
  }

  /** Runs it to its end, with what it writes to pipes captured. */
  CompletableFuture<SandboxResult> run(Command command) throws SandboxException {
    // Nobody could write to a pipe: an empty stdin is what a run without one has.
    Command closed = command.stdin() instanceof Stdio.Pipe ? command.stdin(Stdio.NULL) : command;
    MemorySize most = limit == null ? CapturedRun.DEFAULT_OUTPUT : limit;
    CapturedRun run = new CapturedRun(engine.kernel(), engine.events(), most);
    return run.result(rooms.enter(new Order(spec, closed, most, run)).room());
  }
}
