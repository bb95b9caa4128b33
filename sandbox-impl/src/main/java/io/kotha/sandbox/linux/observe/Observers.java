package io.kotha.sandbox.linux.observe;

import io.kotha.sandbox.event.ListenerRegistration;
import io.kotha.sandbox.event.SandboxEvent;
import io.kotha.sandbox.event.SandboxListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place to which events of rooms and programs go. It passes each event to the JDK Flight
 * Recorder and to the log on the calling thread, and queues it for each listener. Thread-safe.
 *
 * <p>It outlives the engine: listeners stay registered when the engine is closed.
 */
public final class Observers {

  private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

  /** The time that listeners have for the events that are queued when they are to end. */
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private boolean hasSearched; // guarded by this
  private boolean open; // guarded by this

  /** Registers a listener until the registration is closed. */
  public synchronized ListenerRegistration add(SandboxListener listener) {
    Delivery delivery = new Delivery(listener);
    if (open) {
      delivery.begin();
    }
    deliveries.add(delivery);
    return new Registration(delivery);
  }

  /**
   * Starts the threads of the listeners: an engine was opened. The first call also registers the
   * listeners that the class loader of the API sees.
   */
  public synchronized void open() {
    if (!hasSearched) {
      hasSearched = true;
      FoundListeners.load().forEach(listener -> deliveries.add(new Delivery(listener)));
    }
    open = true;
    deliveries.forEach(Observers::begin);
  }

  private static void begin(Delivery delivery) {
    try {
      delivery.begin();
    } catch (OutOfMemoryError e) {
      // The engine is useful without it. The events of this listener are dropped, and counted.
      LOG.warn("the JVM can start no thread for a listener, which gets no event", e);
    }
  }

  /**
   * Ends the threads of the listeners: the engine was closed. Waits until the queued events are
   * delivered, at most two seconds. No engine may be opened meanwhile.
   */
  public void close() {
    List<Delivery> ending;
    synchronized (this) {
      open = false;
      ending = List.copyOf(deliveries);
      ending.forEach(Delivery::end);
    }
    awaitEnd(ending);
  }

  /** Waits without the lock, which a listener may need to close its registration. */
  private static void awaitEnd(List<Delivery> ending) {
    long deadline = System.nanoTime() + END_NANOS;
    ending.forEach(delivery -> delivery.awaitEnd(deadline));
  }

  /** Returns whether anything observes events. If not, no event needs to be made. */
  public boolean isWatched() {
    return !deliveries.isEmpty() || LOG.isDebugEnabled() || FlightRecording.isOn();
  }

  /**
   * Passes an event on. Does not wait for a listener, and never throws: a room may depend on it.
   */
  public void publish(SandboxEvent event) {
    try {
      FlightRecording.record(event);
      if (LOG.isDebugEnabled()) {
        LOG.debug(EventText.of(event));
      }
      deliveries.forEach(delivery -> delivery.offer(event));
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  private static void report(Throwable error) {
    try {
      LOG.error("an event is lost", error);
    } catch (RuntimeException | Error e) {
      // The log itself has thrown, or the heap is too full for a line.
    }
  }

  /** The handle of a caller. */
  private final class Registration implements ListenerRegistration {

    private final Delivery delivery;

    Registration(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public long dropped() {
      return delivery.dropped();
    }

    @Override
    public void close() {
      synchronized (Observers.this) {
        deliveries.remove(delivery);
        delivery.end();
      }
      if (delivery.isCaller()) {
        delivery.abandon();
      } else {
        awaitEnd(List.of(delivery));
      }
    }
  }
}
