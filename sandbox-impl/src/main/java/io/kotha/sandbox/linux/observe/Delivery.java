package io.kotha.sandbox.linux.observe;

import com.google.common.util.concurrent.Uninterruptibles;
import io.kotha.sandbox.event.SandboxEvent;
import io.kotha.sandbox.event.SandboxListener;
import io.kotha.sandbox.linux.sys.DaemonThreads;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue and the thread of one listener. The thread runs from {@link #begin} to {@link #end},
 * and can be started again. Thread-safe.
 */
final class Delivery {

  /** The maximum of queued events: enough for 500 programs that start and end at once. */
  static final int CAPACITY = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final SandboxListener listener;

  /** Without a lock: the event thread of all rooms must not wait for the thread of a listener. */
  private final Queue<SandboxEvent> queue = new ConcurrentLinkedQueue<>();

  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean hasWarned = new AtomicBoolean();
  private boolean hasThrown; // of the thread alone

  private volatile @Nullable Thread thread; // changed under the lock of this
  private volatile boolean ending = true;
  private volatile boolean abandoned;

  Delivery(SandboxListener listener) {
    this.listener = listener;
  }

  /** Starts the thread; one that still ends, because its listener does not return, goes on. */
  synchronized void begin() {
    if (thread == null) {
      Thread started = DaemonThreads.of("kotha-listener", this::run);
      started.start(); // it waits for this lock
      thread = started;
    }
    abandoned = false;
    ending = false;
  }

  /** Makes the thread end when the queue is empty. Further events are dropped. */
  synchronized void end() {
    ending = true;
    LockSupport.unpark(thread);
  }

  /** Makes the thread end when its listener returns, and drops what is queued. */
  synchronized void abandon() {
    abandoned = true;
    end();
    drain();
  }

  /**
   * Waits until the thread has ended, unless it is the calling thread. After the deadline,
   * interrupts the listener and drops what is queued.
   *
   * @param deadline a value of {@link System#nanoTime}
   */
  void awaitEnd(long deadline) {
    Thread running = thread;
    if (running == null || isCaller()) {
      return;
    }
    Uninterruptibles.joinUninterruptibly(
        running, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    if (running.isAlive()) {
      abandon();
      running.interrupt();
    }
  }

  /** Returns whether the listener itself is calling. */
  boolean isCaller() {
    return Thread.currentThread() == thread;
  }

  private void drain() {
    while (queue.poll() != null) {
      queued.decrementAndGet();
      dropped.incrementAndGet();
    }
  }

  /** Returns the number of events that the listener did not get. */
  long dropped() {
    return dropped.get();
  }

  /** Queues an event, or counts it as dropped. Waits for nothing. */
  void offer(SandboxEvent event) {
    if (ending) {
      dropped.incrementAndGet();
    } else if (queued.incrementAndGet() > CAPACITY) {
      queued.decrementAndGet();
      dropped.incrementAndGet();
      warnOnce();
    } else {
      queue.add(event);
      LockSupport.unpark(thread);
    }
  }

  private void warnOnce() {
    if (!hasWarned.getAndSet(true)) {
      LOG.warn(
          "dropping an event, and counting further ones without a line: the listener {} has {}"
              + " events in its queue and is too slow",
          listener.getClass().getName(),
          CAPACITY);
    }
  }

  // ---- the thread ----

  private void run() {
    while (!hasEnded()) {
      SandboxEvent event = queue.poll();
      if (event == null) {
        LockSupport.park(this);
      } else {
        queued.decrementAndGet();
        deliver(event);
      }
      Thread.interrupted(); // left by the listener, or meant for it
    }
  }

  private synchronized boolean hasEnded() {
    boolean ends = ending && (abandoned || queue.isEmpty());
    if (ends) {
      thread = null;
    }
    return ends;
  }

  private void deliver(SandboxEvent event) {
    try {
      listener.on(event);
    } catch (Throwable e) { // also checked exceptions, which Kotlin does not check
      report(e);
    }
  }

  private void report(Throwable error) {
    try {
      if (hasThrown) {
        LOG.debug("the listener {} threw again", listener.getClass().getName(), error);
      } else {
        hasThrown = true;
        LOG.warn("the listener {} threw", listener.getClass().getName(), error);
      }
    } catch (RuntimeException | Error e) {
      // The log itself has thrown, or the heap is too full for a line.
    }
  }
}
