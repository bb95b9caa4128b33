package io.kotha.sandbox.stats;

import io.kotha.sandbox.limits.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The resources that all processes of a room used together, read when the last one was dead. A
 * figure that this host does not measure is empty, never 0. Immutable.
 *
 * @param wall time from the program's start to its end, by the monotonic clock
 * @param cpu user and system time; cgroup {@code cpu.stat} (v1 {@code cpuacct.usage})
 * @param cpuUser part of {@code cpu} in user mode
 * @param cpuSystem part of {@code cpu} in the kernel
 * @param throttled time in which the rate limit throttled the room; cgroup {@code cpu.stat}. Empty
 *     without such a limit
 * @param peakMemoryBytes highest memory in bytes; cgroup {@code memory.peak} (v1 {@code
 *     memory.max_usage_in_bytes})
 * @param oomKills number of processes that the OOM killer killed; cgroup {@code memory.events} (v1
 *     {@code memory.oom_control})
 * @param pidsPeak highest number of processes and threads at one time; cgroup {@code pids.peak}
 * @param pidsRefused number of forks refused at the pids limit; cgroup {@code pids.events}
 * @param stalls time lost by waiting for contended resources
 * @param io traffic with block devices; only if the room has an {@link Limits#io} limit
 * @param scheduling counters of the kernel's scheduler and pager
 * @param setup time spent on building and ending the room
 * @param disturbances events that made the times unreliable, as far as known; empty for a fair run
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

  /** Copies the list. */
  public Usage {
    Objects.requireNonNull(wall, "wall");
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(cpuUser, "cpuUser");
    Objects.requireNonNull(cpuSystem, "cpuSystem");
    Objects.requireNonNull(throttled, "throttled");
    Objects.requireNonNull(peakMemoryBytes, "peakMemoryBytes");
    Objects.requireNonNull(oomKills, "oomKills");
    Objects.requireNonNull(pidsPeak, "pidsPeak");
    Objects.requireNonNull(pidsRefused, "pidsRefused");
    Objects.requireNonNull(stalls, "stalls");
    Objects.requireNonNull(io, "io");
    Objects.requireNonNull(scheduling, "scheduling");
    Objects.requireNonNull(setup, "setup");
    disturbances = List.copyOf(Objects.requireNonNull(disturbances, "disturbances"));
  }

  /**
   * The time in which at least one task of the room was ready to run but had to wait; pressure
   * stall information of its cgroup, since Linux 4.20, v2 only.
   *
   * @param cpu waits for a processor; cgroup {@code cpu.pressure}
   * @param memory waits for memory to be reclaimed or swapped in; cgroup {@code memory.pressure}
   * @param io waits for a block device; cgroup {@code io.pressure}
   */
  public record Stalls(Optional<Duration> cpu, Optional<Duration> memory, Optional<Duration> io) {

    /** No figure known. */
    public static final Stalls NONE =
        new Stalls(Optional.empty(), Optional.empty(), Optional.empty());

    public Stalls {
      Objects.requireNonNull(cpu, "cpu");
      Objects.requireNonNull(memory, "memory");
      Objects.requireNonNull(io, "io");
    }
  }

  /**
   * Traffic with block devices; cgroup {@code io.stat} (v1 {@code
   * blkio.throttle.io_service_bytes}).
   *
   * @param readBytes bytes read from devices, not from the page cache
   * @param writtenBytes bytes written to devices
   */
  public record Io(OptionalLong readBytes, OptionalLong writtenBytes) {

    /** No figure known. */
    public static final Io NONE = new Io(OptionalLong.empty(), OptionalLong.empty());

    public Io {
      Objects.requireNonNull(readBytes, "readBytes");
      Objects.requireNonNull(writtenBytes, "writtenBytes");
    }
  }

  /**
   * Counters of the processes that init reaped: the program, its reaped children, and orphans;
   * {@code wait4(2)}. Empty if init died before it could report them.
   *
   * @param voluntarySwitches number of context switches because a process waited
   * @param involuntarySwitches number of context switches because a time slice was over
   * @param majorFaults number of page faults that read from a device
   */
  public record Scheduling(
      OptionalLong voluntarySwitches, OptionalLong involuntarySwitches, OptionalLong majorFaults) {

    /** No figure known. */
    public static final Scheduling NONE =
        new Scheduling(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    public Scheduling {
      Objects.requireNonNull(voluntarySwitches, "voluntarySwitches");
      Objects.requireNonNull(involuntarySwitches, "involuntarySwitches");
      Objects.requireNonNull(majorFaults, "majorFaults");
    }
  }

  /** Returns a usage of which only the wall time is known. */
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
