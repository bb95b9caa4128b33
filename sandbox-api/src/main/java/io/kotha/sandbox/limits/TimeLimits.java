package io.kotha.sandbox.limits;

import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.internal.Arguments;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the time of a room. The zygote keeps the clocks, outside of the room and of the JVM, so
 * that they hold while the JVM pauses. Immutable; a null component is no limit, and more than 100
 * years are 100 years.
 *
 * @param cpu processor time of all processes of the room together, user and system, more than 0.
 *     The zygote reads the cgroup's counter ({@code cpu.stat}, v1 {@code cpuacct.usage}) at the
 *     earliest moment at which the limit could be reached with all processors busy, at most once in
 *     1 ms
 * @param wall time since the program started, by the monotonic clock, more than 0
 * @param idle longest time without a break in which the room may use less than 1 % of a processor,
 *     because it sleeps or waits for input; more than 0. The zygote reads the same counter four
 *     times in this period, so the kill may be late by a quarter of it
 * @param grace delay between the end of a limit and the kill; none by default
 * @param setup longest time from the request for a room to the start of its program, more than 0;
 *     {@link #DEFAULT_SETUP} by default. In a pool it holds for building a room, and again from the
 *     command to the start. The JVM keeps this clock. The end of it is a {@link
 *     SetupTimeoutException}, never a verdict
 */
public record TimeLimits(
    @Nullable Duration cpu,
    @Nullable Duration wall,
    @Nullable Duration idle,
    Grace grace,
    Duration setup) {

  /** The time that a room may take to start: 10 seconds. */
  public static final Duration DEFAULT_SETUP = Duration.ofSeconds(10);

  /** No limit on the time of the program. */
  public static final TimeLimits NONE = new TimeLimits(null, null, null, Grace.NONE, DEFAULT_SETUP);

  /**
   * Checks the components, and reduces those of more than 100 years.
   *
   * @throws IllegalArgumentException if a limit is not positive
   */
  public TimeLimits {
    cpu = cpu == null ? null : Arguments.requirePositive("cpuTime", cpu);
    wall = wall == null ? null : Arguments.requirePositive("wallTime", wall);
    idle = idle == null ? null : Arguments.requirePositive("idleTime", idle);
    Objects.requireNonNull(grace, "grace");
    setup = Arguments.requirePositive("setupTime", setup);
  }

  /**
   * A delay of the kill after a time limit has run out. The verdict is {@link Verdict.TimeExceeded}
   * in any case, but a program that ends by itself within the grace shows how much time it needed,
   * and a program that is warned can save its results.
   *
   * @param extra delay by the monotonic clock, 0 or more; 0 is an immediate kill
   * @param warning signal to the program when its limit runs out; not sent if {@code extra} is 0
   */
  public record Grace(Duration extra, Warning warning) {

    /** No delay and no warning. */
    public static final Grace NONE = new Grace(Duration.ZERO, Warning.SILENT);

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if {@code extra} is negative
     */
    public Grace {
      Objects.requireNonNull(extra, "extra");
      Objects.requireNonNull(warning, "warning");
      if (extra.isNegative()) {
        throw new IllegalArgumentException("a grace must be 0 or more, not " + extra);
      }
      extra = Arguments.atMost(extra);
    }

    /** The warning that a program gets when a time limit runs out. */
    public enum Warning {
      /** No warning. */
      SILENT,
      /** SIGXCPU for cpu time, else SIGTERM, to the program but not to its children. */
      SIGNAL
    }
  }

  /**
   * Returns a copy with this {@link #cpu}.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public TimeLimits cpu(@Nullable Duration value) {
    return new TimeLimits(value, wall, idle, grace, setup);
  }

  /**
   * Returns a copy with this {@link #wall}.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public TimeLimits wall(@Nullable Duration value) {
    return new TimeLimits(cpu, value, idle, grace, setup);
  }

  /**
   * Returns a copy with this {@link #idle}.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public TimeLimits idle(@Nullable Duration value) {
    return new TimeLimits(cpu, wall, value, grace, setup);
  }

  /** Returns a copy with this {@link #grace}. */
  public TimeLimits grace(Grace value) {
    Objects.requireNonNull(value, "value");
    return new TimeLimits(cpu, wall, idle, value, setup);
  }

  /**
   * Returns a copy with this {@link #setup}.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public TimeLimits setup(Duration value) {
    return new TimeLimits(cpu, wall, idle, grace, value);
  }
}
