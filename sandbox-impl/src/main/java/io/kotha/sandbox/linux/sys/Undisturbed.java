package io.kotha.sandbox.linux.sys;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs work that an interrupt of the caller must not break, on a thread that no caller can reach.
 *
 * <p>A class whose static initializer an interrupt breaks stays unusable. Each call starts a
 * thread, so use it for rare work only.
 */
public final class Undisturbed {

  private Undisturbed() {}

  /** The work to run. */
  public interface Work<T> {
    /** Does the work and returns its result. */
    T run() throws IOException;
  }

  /**
   * Runs the work, waits for it and returns its result. If the caller is interrupted meanwhile, its
   * interrupt flag is set when this method returns.
   *
   * @throws IOException if the work throws it; unchecked exceptions are passed on as well
   */
  public static <T> T call(Work<T> work) throws IOException {
    CompletableFuture<T> done = new CompletableFuture<>();
    DaemonThreads.of("kotha-once", () -> run(work, done)).start();
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      } else if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      } else {
        throw e;
      }
    }
  }

  private static <T> void run(Work<T> work, CompletableFuture<T> done) {
    try {
      done.complete(work.run());
    } catch (IOException | RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }
}
