package io.kotha.sandbox.stats;

import io.kotha.sandbox.limits.CpuLimits;
import java.time.Duration;
import java.util.Objects;

/**
 * An event that made the measured times of a run unreliable. If there is one, run the program again
 * rather than judge it by its time. Immutable.
 *
 * <p>{@link Stolen}, {@link Swapped} and {@link FrequencyChanged} compare two samples of the host,
 * from the start and the end of the run. All rooms share the samples, which are at most 100 ms old;
 * a run of less than 10 ms has none. The event may therefore have happened up to 100 ms before the
 * start, or to another program, and one in the last 100 ms may be missing.
 */
public sealed interface Disturbance {

  /**
   * The hypervisor gave processors of this host to other guests for more than 1 % of the time;
   * {@code steal} of {@code /proc/stat}.
   *
   * @param time stolen time, of all processors that the room may run on together
   * @param during time between the two samples
   */
  record Stolen(Duration time, Duration during) implements Disturbance {
    public Stolen {
      Objects.requireNonNull(time, "time");
      Objects.requireNonNull(during, "during");
    }
  }

  /**
   * The room's own {@linkplain CpuLimits#rate limit on the rate} throttled it, which lengthens its
   * wall time; cgroup {@code cpu.stat}.
   *
   * @param time throttled time, of all processors together
   */
  record Throttled(Duration time) implements Disturbance {
    public Throttled {
      Objects.requireNonNull(time, "time");
    }
  }

  /**
   * Tasks of the room waited for a processor in more than 5 % of the run, because other programs
   * used the processors or the room has more threads than processors; cgroup {@code cpu.pressure}.
   *
   * @param time time in which at least one task waited
   * @param wall wall time of the run
   */
  record CpuPressure(Duration time, Duration wall) implements Disturbance {
    public CpuPressure {
      Objects.requireNonNull(time, "time");
      Objects.requireNonNull(wall, "wall");
    }
  }

  /**
   * The host swapped; {@code pswpin} and {@code pswpout} of {@code /proc/vmstat}.
   *
   * @param pages number of pages swapped in and out
   */
  record Swapped(long pages) implements Disturbance {}

  /**
   * The fastest of the processors that the room may run on was more than 10 % slower or faster
   * after the run than before; {@code scaling_cur_freq} of {@code cpufreq}, if the host has it.
   *
   * @param beforeKilohertz frequency at the start, in kHz
   * @param afterKilohertz frequency at the end, in kHz
   */
  record FrequencyChanged(long beforeKilohertz, long afterKilohertz) implements Disturbance {}
}
