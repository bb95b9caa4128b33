package io.kotha.examples.ship;

import io.kotha.examples.ship.report.Endings;
import io.kotha.examples.ship.store.Claim;
import io.kotha.examples.ship.store.Ending;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.examples.ship.supervisor.ContainerRoom;
import io.kotha.examples.ship.supervisor.Supervisor;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxEngine;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Verdict;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The life of a container in this process, from its start to the record of its ending. */
final class ContainerRun implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final Optional<Claim> claim;
  private final boolean temporary;
  private @Nullable ContainerRoom room;
  private @Nullable SandboxProcess process;
  private @Nullable Supervisor supervisor;
  private volatile @Nullable Verdict verdict;
  private boolean closed; // guarded by this

  private ContainerRun(Optional<Claim> claim, boolean temporary) {
    this.claim = claim;
    this.temporary = temporary;
  }

  /**
   * Returns a run that has not started.
   *
   * @param claim empty if other commands cannot reach the container
   * @param temporary true if nothing of it is kept when it has ended
   */
  static ContainerRun of(Optional<Claim> claim, boolean temporary) {
    return new ContainerRun(claim, temporary);
  }

  /** Builds the room, starts the program, and answers other commands from then on. */
  SandboxProcess start(Sandbox sandbox, Command command) throws IOException {
    ContainerRoom built = ContainerRoom.open(sandbox);
    room = built;
    SandboxProcess main = built.startMain(command);
    process = main;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endNow(main), "ship-end"));
    if (claim.isPresent()) {
      claim.get().started(main.pid());
      supervisor = Supervisor.serve(claim.get(), built, main);
    }
    return main;
  }

  /**
   * Ends the container when a signal ends this process, such as SIGINT or SIGTERM, and records the
   * ending. The thread that waits for the program may not get so far.
   */
  private void endNow(SandboxProcess main) {
    try {
      main.destroyForcibly();
      if (main.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        verdict = main.verdict();
      }
      close();
    } catch (IOException e) {
      return; // the state directory is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the end of the program. */
  Verdict await() throws SandboxException, InterruptedException {
    SandboxProcess main = Objects.requireNonNull(process, "not started");
    try {
      Verdict ended = main.onVerdict().get();
      verdict = ended;
      return ended;
    } catch (ExecutionException e) {
      throw new SandboxException("no verdict arrived: " + e.getCause(), e.getCause());
    }
  }

  /** Ends the room, and records the ending when nothing of it is left. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    endRoom();
    if (claim.isPresent()) {
      record(claim.get());
    }
  }

  private void endRoom() throws SandboxException {
    if (process != null) {
      process.close();
    }
    if (room != null) {
      room.close();
    }
    if (supervisor != null) {
      supervisor.close();
    }
    SandboxEngine.close();
  }

  private void record(Claim own) throws IOException {
    Verdict end = verdict;
    if (end != null) {
      String type = end.getClass().getSimpleName();
      String message = Endings.sentence(end).orElse(null);
      own.ended(
          new Ending(
              type,
              end.exitValue(),
              message,
              Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }
    if (temporary || end == null) {
      try {
        own.container().remove();
      } catch (NoSuchFileException e) {
        return; // rm was faster
      }
      StateDirectory.ofThisUser().removeIfEmpty();
    }
  }
}
