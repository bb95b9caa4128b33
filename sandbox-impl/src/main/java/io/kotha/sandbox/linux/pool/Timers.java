package io.kotha.sandbox.linux.pool;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delayed tasks of one owner, on the common pool. A task that waits in the JDK keeps the class
 * loader of its owner: {@link #close} forgets it. Thread-safe.
 */
final class Timers implements AutoCloseable {

  /** Unlike a future, it starts no thread if the common pool has only one. */
  private static final Executor WORK = task -> ForkJoinPool.commonPool().execute(task);

  private final Map<Long, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private volatile boolean closed;

  /** Runs a task after a delay, unless this is closed before. */
  void after(long nanos, Runnable task) {
    CompletableFuture<Void> timer = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    waiting.put(number, timer);
    var unused =
        timer.whenComplete((nothing, cancelled) -> waiting.remove(number)).thenRunAsync(task, WORK);
    timer.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
    if (closed) {
      timer.cancel(false);
    }
  }

  /** Forgets all tasks that have not begun, and those of later calls. */
  @Override
  public void close() {
    closed = true;
    waiting.values().forEach(timer -> timer.cancel(false));
  }
}
