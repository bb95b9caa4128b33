package io.kotha.sandbox;

import java.time.Duration;
import java.util.Objects;

/**
 * How many rooms a {@link SandboxPool} keeps waiting.
 *
 * <p>A pool begins with the min. Each start that finds none ready doubles the number that is kept,
 * up to the max. A room that no start has needed for as long as the idle time-out is let go of,
 * down to the min again.
 *
 * <pre>{@code
 * SandboxPool pool = sandbox.pool(PoolSettings.of(2).max(32).idleTimeout(ofMinutes(5)));
 * }</pre>
 *
 * @param min how many are kept however long nothing is started; with 0, the first one is made all
 *     the same, and a failure to make it is told
 * @param max how many are kept at max, at least 1 and {@code min}
 * @param idleTimeout more than 0; {@link #IDLE_TIMEOUT} by default
 */
public record PoolSettings(int min, int max, Duration idleTimeout) {

  /** How long an unneeded room is kept where nothing else is said: one minute. */
  public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

  public PoolSettings {
    Objects.requireNonNull(idleTimeout, "idleTimeout");
    if (min < 0 || max < 1 || max < min) {
      throw new IllegalArgumentException("a pool of " + min + " to " + max + " rooms");
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
  public static PoolSettings upTo(int max) {
    return new PoolSettings(0, max, IDLE_TIMEOUT);
  }

  /** Returns a copy with this {@link #max}. */
  public PoolSettings max(int value) {
    return new PoolSettings(min, value, idleTimeout);
  }

  /** Returns a copy with this {@link #idleTimeout}. */
  public PoolSettings idleTimeout(Duration value) {
    return new PoolSettings(min, max, value);
  }
}
