package io.kotha.sandbox.event;

/**
 * The registration of a {@link SandboxListener}. It survives the end of the engine: the listener
 * gets the events of an engine that is opened later, too. Safe for use by many threads.
 */
public interface ListenerRegistration extends AutoCloseable {

  /**
   * Returns the number of events that the listener did not get, because its queue was full or
   * because the registration or the engine was closed before the events were delivered.
   */
  long dropped();

  /**
   * Ends the registration. Waits until the events that are queued have been delivered, at most two
   * seconds; then interrupts the listener and drops the rest. A program whose end the caller has
   * seen, and a start that has thrown, have queued their event. Has no effect the second time.
   *
   * <p>When this method has returned, and the listener from its last call, nothing but this object
   * refers to the listener, so that its class loader can be collected. A listener may call this
   * method: it gets no further event, and the method does not wait.
   */
  @Override
  void close();
}
