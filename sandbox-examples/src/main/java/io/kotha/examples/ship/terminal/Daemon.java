package io.kotha.examples.ship.terminal;

/** Threads that do not keep the JVM, because they may wait for a byte until it ends. */
public final class Daemon {

  private Daemon() {}

  /** Starts a thread. */
  public static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
