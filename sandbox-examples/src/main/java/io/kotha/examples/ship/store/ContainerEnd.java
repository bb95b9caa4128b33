package io.kotha.examples.ship.store;

import java.io.IOException;
import java.util.Optional;

/**
 * The end of a container, as a command waits for it. It stays readable after the container was
 * removed: a command opens it before it does anything that may end the container.
 */
public final class ContainerEnd implements AutoCloseable {

  private final EndFile file;

  ContainerEnd(EndFile file) {
    this.file = file;
  }

  /** Returns whether the container has not ended. */
  public boolean isLive() throws IOException {
    // First the lock: a supervisor that ends in between has written the ending by then.
    return file.isHeld() && file.ending().isEmpty();
  }

  /** Waits until the supervisor has ended; returns the ending, or empty if it was killed. */
  public Optional<Ending> await() throws IOException {
    file.awaitRelease();
    return file.ending();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
