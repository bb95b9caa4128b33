package io.kotha.sandbox.linux.room;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action once there was no use for a time. Thread-safe; no method waits, because the event
 * thread reports the end of a use.
 */
final class IdleTimeout {

  /** Fits into nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Unlike a future, it starts no thread if the common pool has only one. */
  private static final Executor WORK = task -> ForkJoinPool.commonPool().execute(task);

  private final Runnable action;
  private @Nullable Duration time; // guarded by this, as all that follow
  private @Nullable CompletableFuture<Void> timer;
  private int uses;
  private boolean ended;

  /**
   * @param action runs at most once, on the common pool
   */
  IdleTimeout(Runnable action) {
    this.action = action;
  }

  /** Sets the time, which begins now or with the end of the last use. */
  synchronized void set(Duration wanted) {
    time = wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
    restart();
  }

  /**
   * Begins a use.
   *
   * @throws IllegalStateException if the time is over
   */
  synchronized void begin() {
    if (ended) {
      throw new IllegalStateException("the room is closed: open another one");
    }
    uses++;
    restart();
  }

  /** Ends a use. */
  synchronized void end() {
    uses--;
    restart();
  }

  /** Forgets the action. The JDK's timer would keep it, and so the class loader, until its time. */
  synchronized void cancel() {
    ended = true;
    restart();
  }

  private void restart() {
    CompletableFuture<Void> old = timer;
    timer = null;
    if (old != null) {
      old.cancel(false);
    }
    if (time != null && uses == 0 && !ended) {
      CompletableFuture<Void> next = new CompletableFuture<>();
      timer = next;
      var unused = next.thenRunAsync(() -> expire(next), WORK);
      next.completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void expire(CompletableFuture<Void> expired) {
    synchronized (this) {
      if (timer != expired) {
        return; // a use began meanwhile
      }
      ended = true; // a use that begins from now on fails, and does not meet the action
    }
    action.run();
  }
}
