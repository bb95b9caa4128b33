package io.kotha.sandbox;

import io.kotha.sandbox.internal.Arguments;
import java.time.Duration;
import java.util.Objects;

/**
 * The number of rooms that a {@link SandboxPool} keeps waiting. Immutable.
 *
 * <p>A pool begins with the minimum. Each start that finds no room ready doubles the number, up to
 * the maximum. At the end of each idle timeout, the pool kills the rooms that no start needed
 * during it, down to the minimum.
 *
 * <pre>{@code
 * SandboxPool pool = sandbox.pool(PoolSettings.of(2).max(32).idleTimeout(ofMinutes(5)));
 * }</pre>
 *
 * @param min smallest number of waiting rooms, 0 or more. With 0, opening the pool still builds one
 *     room, so that a sandbox that cannot be built fails at once
 * @param max largest number of waiting rooms, at least 1 and at least {@code min}
 * @param idleTimeout time after which unneeded rooms are killed, more than 0; {@link #IDLE_TIMEOUT}
 *     by default
 */
public record PoolSettings(int min, int max, Duration idleTimeout) {

  /** The default idle timeout: one minute. */
  public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number or the timeout is out of range
   */
  public PoolSettings {
    if (min < 0 || max < 1 || max < min) {
      throw new IllegalArgumentException(
          "a pool keeps 0 <= min <= max rooms, and max is 1 or more, not " + min + " to " + max);
    }
    idleTimeout = Arguments.requirePositive("idleTimeout", idleTimeout);
  }

  /**
   * Returns settings with a constant number of rooms.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public static PoolSettings of(int size) {
    return new PoolSettings(size, size, IDLE_TIMEOUT);
  }

  /**
   * Returns settings with no room while nothing is started, and up to this many under load.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public static PoolSettings upTo(int max) {
    return new PoolSettings(0, max, IDLE_TIMEOUT);
  }

  /**
   * Returns a copy with this {@link #max}.
   *
   * @throws IllegalArgumentException if it is less than 1 or than {@link #min}
   */
  public PoolSettings max(int value) {
    return new PoolSettings(min, value, idleTimeout);
  }

  /**
   * Returns a copy with this {@link #idleTimeout}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public PoolSettings idleTimeout(Duration value) {
    Objects.requireNonNull(value, "value");
    return new PoolSettings(min, max, value);
  }
}
