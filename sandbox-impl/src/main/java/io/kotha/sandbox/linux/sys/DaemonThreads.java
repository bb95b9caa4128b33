package io.kotha.sandbox.linux.sys;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * Makes the threads of this library. A thread usually outlives the call that needed it first, so it
 * inherits nothing of the calling thread that could keep the caller's class loader alive: no
 * context class loader, thread local, access control context or thread group.
 */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Returns a daemon thread that has not been started yet. */
  public static Thread of(String name, Runnable task) {
    Thread thread = create(name, task);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * Starts the thread of the JDK that {@link CompletableFuture} takes for delays, unless it runs
   * already. Call it before a delay is needed; only the first call takes time, about a millisecond.
   *
   * <p>The first delay starts this thread, and it never ends. It inherits the context class loader
   * of the thread that needs the delay and, before JDK 24, keeps all classes on its stack. Without
   * this method, that would be an application in an app server.
   */
  public static void startSharedTimer() {
    SharedTimer.STARTED.join();
  }

  /** Before JDK 24, a thread keeps the classes of its creator's stack up to a privileged frame. */
  @SuppressWarnings("removal")
  private static Thread create(String name, Runnable task) {
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>) () -> new Thread(rootGroup(), task, name, 0, false));
  }

  private static ThreadGroup rootGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
      group = parent;
    }
    return group;
  }

  private static final class SharedTimer {

    static final CompletableFuture<Void> STARTED = start();

    private static CompletableFuture<Void> start() {
      // Not the common pool: all of its threads may be busy with tasks that wait for the caller.
      ForkJoinPool pool = new ForkJoinPool(1);
      Executor delayed = CompletableFuture.delayedExecutor(0, TimeUnit.NANOSECONDS, pool);
      CompletableFuture<Void> trigger = new CompletableFuture<>();
      CompletableFuture<Void> ended = trigger.thenRunAsync(pool::shutdown, delayed);
      // The worker needs the delay after the supplier has returned: its stack then has classes of
      // the JDK only.
      trigger.completeAsync(() -> null, pool);
      return ended;
    }
  }
}
