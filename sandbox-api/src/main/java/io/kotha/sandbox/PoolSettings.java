package io.kotha.sandbox;

import java.time.Duration;
import java.util.Objects;

/**
 * How many rooms a {@link SandboxPool} keeps waiting.
 *
 * <p>A pool begins with the fewest. Each start that finds none ready doubles the number that is
 * kept, up to the most. A room that no start has needed for as long as the idle time-out is let go
 * of, down to the fewest again.
 *
 * <pre>{@code
 * SandboxPool pool = sandbox.pool(PoolSettings.of(2).growTo(32).idleTimeout(ofMinutes(5)));
 * }</pre>
 *
 * @param fewest how many are kept however long nothing is started; with 0, the first one is made
 *     all the same, and a failure to make it is told
 * @param most how many are kept at most, at least 1 and {@code fewest}
 * @param idleTimeout more than 0; {@link #IDLE_TIMEOUT} by default
 */
public record PoolSettings(int fewest, int most, Duration idleTimeout) {

  /** How long an unneeded room is kept where nothing else is said: one minute. */
  public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

  public PoolSettings {
    Objects.requireNonNull(idleTimeout, "idleTimeout");
    if (fewest < 0 || most < 1 || most < fewest) {
      throw new IllegalArgumentException("a pool of " + fewest + " to " + most + " rooms");
    }
    if (idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException("an idle time-out of " + idleTimeout);
    }
  }

  /** Always the same number, at least 1. */
  public static PoolSettings of(int size) {
    return new PoolSettings(size, size, IDLE_TIMEOUT);
  }

  /** Keeps none while nothing is started, and up to so many when something is. */
  public static PoolSettings upTo(int most) {
    return new PoolSettings(0, most, IDLE_TIMEOUT);
  }

  /** With another {@link #most}. */
  public PoolSettings growTo(int value) {
    return new PoolSettings(fewest, value, idleTimeout);
  }

  /** With another {@link #idleTimeout}. */
  public PoolSettings idleTimeout(Duration value) {
    return new PoolSettings(fewest, most, value);
  }
}
