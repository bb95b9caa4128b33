package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.event.SandboxEvent.StartFailed;
import io.kotha.sandbox.linux.room.RoomContext;
import io.kotha.sandbox.linux.room.RoomEntrance;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.spi.SandboxSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Starts the commands of one sandbox, each in a room. */
public final class Launcher {

  /** The output limit of a captured run of a sandbox that sets none. */
  private static final MemorySize DEFAULT_OUTPUT = MemorySize.MiB(16);

  private final RoomContext context;
  private final SandboxSpec spec;
  private final RoomEntrance rooms;

  /**
   * @param rooms the source of rooms for the commands
   */
  public Launcher(RoomContext context, SandboxSpec spec, RoomEntrance rooms) {
    this.context = context;
    this.spec = spec;
    this.rooms = rooms;
  }

  /** Starts a command and returns its process once the program runs. */
  public SandboxProcess start(Command command) throws SandboxException {
    StreamedStart start =
        new StreamedStart(context.kernel(), context.events(), command, spec.limits().output());
    RunningRoom running = enter(command, start);
    RoomControls controls = new RoomControls(context.kernel(), running.room());
    Launcher beside = new Launcher(context, spec, running.beside());
    return start.process(running, controls, beside::start);
  }

  /** Starts a command, captures its piped outputs, and returns a future of its result. */
  public CompletableFuture<SandboxResult> run(Command command) throws SandboxException {
    // The caller gets no stream to write to, so stdin as a pipe would never reach its end.
    Command closed = command.stdin() instanceof Stdio.Pipe ? command.stdin(Stdio.NULL) : command;
    MemorySize limit = spec.limits().output();
    CapturedRun run =
        new CapturedRun(context.kernel(), context.events(), limit == null ? DEFAULT_OUTPUT : limit);
    return run.result(enter(closed, run).room());
  }

  /** Observers get the program and nothing else of the command: arguments may be secret. */
  private RunningRoom enter(Command command, RoomPreparation preparation) throws SandboxException {
    StartRequest request = new StartRequest(spec, command);
    boolean watched = context.observers().isWatched(); // if not, no start pays for a clock
    long began = watched ? System.nanoTime() : 0;
    try {
      RunningRoom running = rooms.enter(request, preparation);
      running.report(
          watched ? Optional.of(Duration.ofNanos(System.nanoTime() - began)) : Optional.empty());
      return running;
    } catch (SandboxException e) {
      Optional<String> name = Optional.ofNullable(spec.placement().name());
      context.observers().publish(new StartFailed(name, command.argv().get(0), e));
      throw e;
    }
  }
}
