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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The life of a container in this process, from its start to the record of its ending. */
final class ContainerRun implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final Optional<Claim> claim;
  private final boolean temporary;
  private final CompletableFuture<SandboxProcess> started = new CompletableFuture<>();
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
    ContainerRun run = new ContainerRun(claim, temporary);
    // Before the program runs: it may write to this process's own standard output, and whoever
    // reads that may send a signal at once.
    Runtime.getRuntime().addShutdownHook(new Thread(run::endNow, "ship-end"));
    return run;
  }

  /** Builds the room, starts the program, and answers other commands from then on. */
  SandboxProcess start(Sandbox sandbox, Command command) throws IOException {
    ContainerRoom built = ContainerRoom.open(sandbox);
    room = built;
    SandboxProcess main = built.startMain(command);
    process = main;
    started.complete(main);
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
  private void endNow() {
    try {
      SandboxProcess main = started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      main.destroyForcibly();
      if (main.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        verdict = main.verdict();
      }
      close();
    } catch (CancellationException | ExecutionException | TimeoutException | IOException e) {
      return; // no program was started, or the state directory is gone
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
    started.cancel(false); // no effect unless the start has failed
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
