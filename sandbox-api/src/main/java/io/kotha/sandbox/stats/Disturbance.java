package io.kotha.sandbox.stats;

import java.time.Duration;

/**
 * Why the clocks of a run say less about the program than they seem to. One of them is a reason to
 * run it again, not to judge it by its time.
 *
 * <p>The host is looked at when the program starts and after it has ended, every tenth of a second
 * at the most, and only for runs of 10 ms and more. So what is told of it may have happened up to a
 * tenth of a second before the start, or to another program beside this one; and what happened in
 * the last tenth of a second may be missed.
 */
public sealed interface Disturbance {

  /**
   * The hypervisor gave processors of this host to others, for more than 1 % of the time; {@code
   * steal} of {@code /proc/stat}.
   *
   * @param time that was stolen, of all processors that the room may run on
   * @param during which time
   */
  record Stolen(Duration time, Duration during) implements Disturbance {}

  /**
   * The room's own limit of the rate held it back: its wall time is that of the limit; cgroup
   * {@code cpu.stat}.
   *
   * @param time for which it was held back, of all processors together
   */
  record Throttled(Duration time) implements Disturbance {}

  /**
   * Tasks of the room waited for a processor in more than 5 % of the run: others had them, or the
   * room has more threads than processors; cgroup {@code cpu.pressure}.
   *
   * @param time in which at least one task waited
   * @param wall of the run
   */
  record CpuPressure(Duration time, Duration wall) implements Disturbance {}

  /**
   * The host swapped: {@code pswpin} and {@code pswpout} of {@code /proc/vmstat}.
   *
   * @param pages in and out
   */
  record Swapped(long pages) implements Disturbance {}

  /**
   * The fastest of the processors that the room may run on was more than 10 % slower or faster
   * after the run than before; {@code scaling_cur_freq}, where there is frequency scaling.
   *
   * @param beforeKilohertz at the start
   * @param afterKilohertz at the end
   */
  record FrequencyChanged(long beforeKilohertz, long afterKilohertz) implements Disturbance {}
}
