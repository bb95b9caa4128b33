package io.kotha.examples.ship;

import io.kotha.examples.ship.report.Endings;
import io.kotha.examples.ship.report.ExitStatus;
import io.kotha.examples.ship.store.Claim;
import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.Ending;
import io.kotha.examples.ship.store.Log;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.examples.ship.supervisor.ContainerRoom;
import io.kotha.examples.ship.supervisor.Served;
import io.kotha.examples.ship.supervisor.Supervisor;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxEngine;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Verdict;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The life of a container in this process, from its claim to the record of its ending. A signal
 * that ends this process at any moment of it ends the container, and its ending is recorded.
 */
final class ContainerRun implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  /** Makes the claim; empty if other commands cannot reach the container. */
  interface Claims {
    Optional<Claim> make() throws IOException;
  }

  private final boolean temporary;
  private final CompletableFuture<SandboxProcess> started = new CompletableFuture<>();

  // Guarded by this: the main thread and the shutdown hook close the container together.
  private Optional<Claim> claim = Optional.empty();
  private @Nullable ContainerRoom room;
  private @Nullable Log log;
  private @Nullable LogPump pump;
  private @Nullable Supervisor supervisor;
  private @Nullable Verdict verdict;
  private @Nullable Ending failure;
  private boolean interrupted;
  private boolean closed;

  private ContainerRun(boolean temporary) {
    this.temporary = temporary;
  }

  /**
   * Claims a container whose program has not started.
   *
   * @param temporary true if nothing of it is kept when it has ended
   * @throws SandboxException if a signal is ending this process
   */
  static ContainerRun of(Claims claims, boolean temporary) throws IOException {
    ContainerRun run = new ContainerRun(temporary);
    // Before the claim: a signal that comes at once after it must find the hook.
    Runtime.getRuntime().addShutdownHook(new Thread(run::endNow, "ship-end"));
    try {
      run.claim(claims);
    } catch (IOException | RuntimeException e) {
      run.started.cancel(false); // the hook must not wait for a start
      throw e;
    }
    return run;
  }

  private synchronized void claim(Claims claims) throws IOException {
    requireUninterrupted();
    claim = claims.make();
  }

  /**
   * Returns the container.
   *
   * @throws java.util.NoSuchElementException if other commands cannot reach it
   */
  synchronized Container container() {
    return claim.orElseThrow().container();
  }

  /**
   * Keeps the program's output in the container's log. Call it before {@link #start}.
   *
   * @throws java.util.NoSuchElementException if other commands cannot reach the container
   */
  synchronized void keepLog() throws IOException {
    log = Log.of(container());
  }

  private void requireUninterrupted() throws SandboxException {
    if (interrupted) {
      throw new SandboxException("a signal ended ship before the program ran");
    }
  }

  /** Builds the room, starts the program, and answers other commands from then on. */
  SandboxProcess start(Sandbox sandbox, Command command) throws IOException {
    try {
      ContainerRoom built = built(ContainerRoom.open(sandbox));
      SandboxProcess main = built.startMain(command);
      started.complete(main);
      announce(new Served(built, main, Optional.ofNullable(log)), command);
      return main;
    } catch (SandboxException e) {
      fail(e);
      throw e;
    }
  }

  private synchronized ContainerRoom built(ContainerRoom built) throws SandboxException {
    room = built;
    requireUninterrupted();
    return built;
  }

  private synchronized void announce(Served served, Command command) throws IOException {
    if (log != null) {
      pump = LogPump.between(served.main(), command, log);
    }
    if (claim.isPresent() && !interrupted) {
      claim.get().started(served.main().pid());
      supervisor = Supervisor.serve(claim.get(), served);
    }
  }

  private synchronized void fail(SandboxException e) {
    failure = Ending.notStarted(ExitStatus.of(e), e.getMessage());
  }

  /**
   * Ends the container when a signal ends this process, such as SIGINT or SIGTERM, and records the
   * ending. The thread that waits for the program may not get so far.
   */
  private void endNow() {
    interrupt();
    try {
      SandboxProcess main = started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      main.destroyForcibly();
      end(main.onVerdict().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (CancellationException | ExecutionException | TimeoutException e) {
      // No program was started. The main thread may still be about to close the container.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      close();
    } catch (IOException e) {
      return; // the state directory is gone
    }
  }

  private synchronized void interrupt() {
    interrupted = true;
  }

  private synchronized void end(Verdict ended) {
    verdict = ended;
  }

  /** Waits for the end of the program. */
  Verdict await() throws SandboxException, InterruptedException {
    try {
      Verdict ended = started.get().onVerdict().get();
      end(ended);
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
    if (pump != null && verdict != null) {
      pump.finish(); // before the streams are closed, and for the commands that follow the log
    }
    if (started.isDone() && !started.isCancelled()) {
      started.join().close();
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
    own.ended(ending());
    if (temporary || verdict == null) {
      try {
        own.container().remove();
      } catch (NoSuchFileException e) {
        return; // rm was faster
      }
      StateDirectory.ofThisUser().removeIfEmpty();
    }
  }

  private Ending ending() {
    Verdict end = verdict;
    if (end != null) {
      String type = end.getClass().getSimpleName();
      return Ending.now(type, end.exitValue(), Endings.sentence(end).orElse(null));
    }
    return Objects.requireNonNullElseGet(
        failure, () -> Ending.notStarted(ExitStatus.NOT_BUILT, null));
  }
}
