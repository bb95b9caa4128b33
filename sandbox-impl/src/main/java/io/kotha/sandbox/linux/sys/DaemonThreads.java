package io.kotha.sandbox.linux.sys;

import java.security.AccessController;
import java.security.PrivilegedAction;

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
}
