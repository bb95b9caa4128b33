package io.kotha.sandbox.event;

import io.kotha.sandbox.SandboxEngine;

/**
 * A receiver of the events of all rooms of one class loader, for metrics and audit logs. {@link
 * SandboxEngine#addListener} registers one. {@link java.util.ServiceLoader} finds others: the
 * engine registers those that the class loader of this interface sees, once, when it is first
 * opened.
 *
 * <p>Each listener has a queue of its own for 1,024 events, and while the engine is open a daemon
 * thread of its own, {@code kotha-listener}, which has no context class loader. The thread calls
 * the listener with one event at a time, in the order in which the events were queued. A listener
 * can therefore take its time: no room, no other listener and no thread of Kotha waits for it. If
 * its queue is full, further events are dropped and counted, see {@link
 * ListenerRegistration#dropped}.
 */
@FunctionalInterface
public interface SandboxListener {

  /**
   * Receives an event. An exception or error that this method throws has no effect but a line in
   * the log: at level WARN for the first, at DEBUG for further ones. The listener gets the next
   * event all the same.
   */
  void on(SandboxEvent event);
}
