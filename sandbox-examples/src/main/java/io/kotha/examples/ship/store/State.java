package io.kotha.examples.ship.store;

import java.util.Optional;

/**
 * The state of a container.
 *
 * @param phase its phase
 * @param ending how it ended, if it is {@link Phase#EXITED}
 */
public record State(Phase phase, Optional<Ending> ending) {

  /** The phases. */
  public enum Phase {
    /** Its supervisor lives, and its program does not run yet. */
    STARTING,
    /** Its program runs. */
    RUNNING,
    /** It ended, and its ending is known. */
    EXITED,
    /** Its supervisor died before it could tell the ending. Its room died with it. */
    DEAD
  }

  /** Returns whether the container has not ended. */
  public boolean isLive() {
    return phase == Phase.STARTING || phase == Phase.RUNNING;
  }
}
