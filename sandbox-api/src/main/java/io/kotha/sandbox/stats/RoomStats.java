package io.kotha.sandbox.stats;

import io.kotha.sandbox.limits.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A snapshot of the resources that all processes of a room use together. A figure that this host
 * does not measure is empty, never 0. Immutable.
 *
 * <p>The figures are read one after the other from several files while the room runs, so those of
 * one snapshot may not add up to the byte.
 *
 * @param at time of the snapshot
 * @param memory memory charged to the room
 * @param cpu processor time since the room was built
 * @param processes number of processes and threads; cgroup {@code pids.current}
 * @param stalls time lost by waiting for contended resources since the room was built
 * @param io traffic with block devices since the room was built; only if the room has an {@link
 *     Limits#io} limit
 */
public record RoomStats(
    Instant at, Memory memory, Cpu cpu, OptionalLong processes, Usage.Stalls stalls, Usage.Io io) {

  public RoomStats {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(processes, "processes");
    Objects.requireNonNull(stalls, "stalls");
    Objects.requireNonNull(io, "io");
  }

  /**
   * Memory in bytes. The kernel limits {@code current}. The four parts are from {@code
   * memory.stat}, which the kernel collects from its processors now and then: they may be off by
   * some megabytes for a second or two.
   *
   * @param current memory charged now; cgroup {@code memory.current} (v1 {@code
   *     memory.usage_in_bytes})
   * @param peak highest value of {@code current} so far; cgroup {@code memory.peak} (v1 {@code
   *     memory.max_usage_in_bytes})
   * @param anonymous heaps and stacks; {@code anon} (v1 {@code total_rss})
   * @param file page cache of files on block devices; {@code file} (v1 {@code total_cache}) without
   *     {@code shmem}
   * @param shared shared memory and files in a tmpfs, such as those in {@code /tmp}; {@code shmem}
   * @param kernel kernel memory on behalf of the room; {@code kernel}, since Linux 5.18 (v1 {@code
   *     memory.kmem.usage_in_bytes}, which is not sampled)
   */
  public record Memory(
      OptionalLong current,
      OptionalLong peak,
      OptionalLong anonymous,
      OptionalLong file,
      OptionalLong shared,
      OptionalLong kernel) {

    public Memory {
      Objects.requireNonNull(current, "current");
      Objects.requireNonNull(peak, "peak");
      Objects.requireNonNull(anonymous, "anonymous");
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(shared, "shared");
      Objects.requireNonNull(kernel, "kernel");
    }
  }

  /**
   * Processor time.
   *
   * @param total user and system time; cgroup {@code cpu.stat} (v1 {@code cpuacct.usage})
   * @param user part in user mode
   * @param system part in the kernel
   * @param throttled time in which a rate limit throttled the room; cgroup {@code cpu.stat}
   */
  public record Cpu(
      Optional<Duration> total,
      Optional<Duration> user,
      Optional<Duration> system,
      Optional<Duration> throttled) {

    public Cpu {
      Objects.requireNonNull(total, "total");
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(system, "system");
      Objects.requireNonNull(throttled, "throttled");
    }
  }

  /** Returns the snapshot of a room that has ended: its counters, without any current figure. */
  public static RoomStats after(Usage usage, Instant at) {
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(at, "at");
    OptionalLong gone = OptionalLong.empty();
    return new RoomStats(
        at,
        new Memory(gone, usage.peakMemoryBytes(), gone, gone, gone, gone),
        new Cpu(usage.cpu(), usage.cpuUser(), usage.cpuSystem(), usage.throttled()),
        gone,
        usage.stalls(),
        usage.io());
  }
}
