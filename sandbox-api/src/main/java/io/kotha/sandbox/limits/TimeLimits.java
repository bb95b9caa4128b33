package io.kotha.sandbox.limits;

import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.internal.Arguments;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a room may run. The clocks are kept outside of the room and outside of the JVM, and hold
 * while the JVM pauses.
 *
 * @param cpu processor time of all processes of the room together, user and system, by the cgroup's
 *     counter; looked at whenever the budget could be used up, all processors busy with it
 * @param wall time since the program started, by the monotonic clock
 * @param idle time in which the room uses next to no processor time (less than 1 % of it): it
 *     sleeps or waits for input that does not come
 * @param grace what happens between the end of a limit and the kill
 */
public record TimeLimits(
    @Nullable Duration cpu, @Nullable Duration wall, @Nullable Duration idle, Grace grace) {

  /** No limit. */
  public static final TimeLimits NONE = new TimeLimits(null, null, null, Grace.NONE);

  public TimeLimits {
    Arguments.requirePositive("cpuTime", cpu == null ? null : cpu.toNanos());
    Arguments.requirePositive("wallTime", wall == null ? null : wall.toNanos());
    Arguments.requirePositive("idleTime", idle == null ? null : idle.toNanos());
  }

  /**
   * Extra time for a room whose limit has run out. The verdict is {@link Verdict.TimeExceeded} in
   * any case; but a program that ends by itself within the grace shows how much it really needed,
   * and one that is warned can save what it has.
   *
   * @param extra by the monotonic clock, from when the limit ran out; 0 is an immediate kill
   * @param warning what the program is told when its limit runs out
   */
  public record Grace(Duration extra, Warning warning) {

    /** Killed at once. */
    public static final Grace NONE = new Grace(Duration.ZERO, Warning.SILENT);

    public Grace {
      if (extra.isNegative()) {
        throw new IllegalArgumentException("a grace must be 0 or more, not " + extra);
      }
    }

    /** How the program learns that its time is up. */
    public enum Warning {
      /** Not at all. */
      SILENT,
      /** By SIGXCPU when cpu time ran out, by SIGTERM else; to the program, not its children. */
      SIGNAL
    }
  }

  /** Returns a copy with this {@link #cpu}. */
  public TimeLimits cpu(@Nullable Duration value) {
    return new TimeLimits(value, wall, idle, grace);
  }

  /** Returns a copy with this {@link #wall}. */
  public TimeLimits wall(@Nullable Duration value) {
    return new TimeLimits(cpu, value, idle, grace);
  }

  /** Returns a copy with this {@link #idle}. */
  public TimeLimits idle(@Nullable Duration value) {
    return new TimeLimits(cpu, wall, value, grace);
  }

  /** Returns a copy with this {@link #grace}. */
  public TimeLimits grace(Grace value) {
    return new TimeLimits(cpu, wall, idle, value);
  }
}
