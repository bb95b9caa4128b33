package io.kotha.sandbox.linux.sys;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Work on a thread of its own, which nobody knows, so that nobody interrupts it. An interrupt
 * closes a file channel of the JDK under whoever uses it, and any lock goes with it; and a class
 * whose initialization it broke stays broken. For what is seldom done: it costs a thread each time.
 */
public final class Undisturbed {

  private Undisturbed() {}

  /** What is done. */
  public interface Work<T> {
    T run() throws IOException;
  }

  /** Does it, and waits for it; an interrupt of the caller is kept for him. */
  public static <T> T call(Work<T> work) throws IOException {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(work, done), "kotha-once");
    thread.setDaemon(true);
    thread.start();
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
