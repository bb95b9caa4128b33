package io.kotha.sandbox.stats;

import io.kotha.sandbox.limits.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run used, all processes of the room together, read when the last one was dead. A figure
 * that this host does not give is empty, never 0.
 *
 * @param wall from the program's start to its end, by the monotonic clock
 * @param cpu user and system time; cgroup {@code cpu.stat} or {@code cpuacct.usage}
 * @param cpuUser its part in user mode
 * @param cpuSystem its part in the kernel
 * @param throttled how long the rate limit held the room back; cgroup {@code cpu.stat}
 * @param peakMemoryBytes cgroup {@code memory.peak} or {@code memory.max_usage_in_bytes}
 * @param oomKills processes killed for want of memory
 * @param pidsPeak most processes and threads at one time; cgroup {@code pids.peak}
 * @param pidsRefused forks refused at the pids limit; cgroup {@code pids.events}
 * @param stalls time lost by waiting for what others had
 * @param io bytes to and from block devices; where the room has an {@link Limits#io} limit
 * @param scheduling what the kernel's scheduler and pager did
 * @param setup what building and ending the room took
 * @param disturbances why its times are not to be trusted, as far as is known; none of a fair run
 */
public record Usage(
    Duration wall,
    Optional<Duration> cpu,
    Optional<Duration> cpuUser,
    Optional<Duration> cpuSystem,
    Optional<Duration> throttled,
    OptionalLong peakMemoryBytes,
    OptionalLong oomKills,
    OptionalLong pidsPeak,
    OptionalLong pidsRefused,
    Stalls stalls,
    Io io,
    Scheduling scheduling,
    SetupTimings setup,
    List<Disturbance> disturbances) {

  public Usage {
    disturbances = List.copyOf(disturbances);
  }

  /**
   * Time in which at least one task of the room could have run but had to wait: pressure stall
   * information of its cgroup, since Linux 4.20, v2 only.
   *
   * @param cpu for a processor
   * @param memory for memory to be reclaimed or swapped in
   * @param io for a device
   */
  public record Stalls(Optional<Duration> cpu, Optional<Duration> memory, Optional<Duration> io) {

    /** Not known. */
    public static final Stalls NONE =
        new Stalls(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Traffic with block devices; cgroup {@code io.stat} or {@code blkio.throttle.io_service_bytes}.
   *
   * @param readBytes read from devices, not from the page cache
   * @param writtenBytes written to devices
   */
  public record Io(OptionalLong readBytes, OptionalLong writtenBytes) {

    /** Not known. */
    public static final Io NONE = new Io(OptionalLong.empty(), OptionalLong.empty());
  }

  /**
   * Of the processes that were waited for: the program, its waited-for children, and orphans.
   *
   * @param voluntarySwitches it waited for something
   * @param involuntarySwitches its time slice was over
   * @param majorFaults pages that had to be read from a device
   */
  public record Scheduling(
      OptionalLong voluntarySwitches, OptionalLong involuntarySwitches, OptionalLong majorFaults) {

    /** Not known. */
    public static final Scheduling NONE =
        new Scheduling(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  /** Nothing is known but how long it took. */
  public static Usage of(Duration wall) {
    return new Usage(
        wall,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Stalls.NONE,
        Io.NONE,
        Scheduling.NONE,
        SetupTimings.NONE,
        List.of());
  }

  /** Returns a copy with these {@link #disturbances}. */
  public Usage disturbances(List<Disturbance> value) {
    return new Usage(
        wall,
        cpu,
        cpuUser,
        cpuSystem,
        throttled,
        peakMemoryBytes,
        oomKills,
        pidsPeak,
        pidsRefused,
        stalls,
        io,
        scheduling,
        setup,
        value);
  }
}
