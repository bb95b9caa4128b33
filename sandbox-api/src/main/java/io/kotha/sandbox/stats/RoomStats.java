package io.kotha.sandbox.stats;

import io.kotha.sandbox.limits.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a room uses at one moment, all its processes together. A figure that this host does not give
 * is empty, never 0.
 *
 * <p>The figures are read one after the other, from several files, while the room goes on: sums of
 * one snapshot need not agree to the byte.
 *
 * @param at when it was read
 * @param memory what is charged to the room
 * @param cpu processor time since the room began
 * @param processes processes and threads; cgroup {@code pids.current}
 * @param stalls time lost by waiting for what others had, since the room began
 * @param io bytes to and from block devices since the room began; where the room has an {@link
 *     Limits#io} limit
 */
public record RoomStats(
    Instant at, Memory memory, Cpu cpu, OptionalLong processes, Usage.Stalls stalls, Usage.Io io) {

  /**
   * Memory in bytes. {@code current} and {@code peak} are what the kernel counts and limits; the
   * four parts are samples that it gathers from its processors now and then ({@code memory.stat}),
   * and may be off by some megabytes for a second or two.
   *
   * @param current cgroup {@code memory.current} (v1 {@code memory.usage_in_bytes})
   * @param peak the most it ever was; cgroup {@code memory.peak} (v1 {@code
   *     memory.max_usage_in_bytes})
   * @param anonymous sampled: heaps and stacks; {@code anon} (v1 {@code rss})
   * @param file sampled: the page cache of files of block devices; {@code file} (v1 {@code cache})
   *     without {@code shmem}
   * @param shared sampled: files in a tmpfs, so in {@code /tmp}, and shared memory; {@code shmem}
   * @param kernel sampled on v2: what the kernel keeps on behalf of the room; {@code kernel}, since
   *     Linux 5.18 (v1 {@code memory.kmem.usage_in_bytes})
   */
  public record Memory(
      OptionalLong current,
      OptionalLong peak,
      OptionalLong anonymous,
      OptionalLong file,
      OptionalLong shared,
      OptionalLong kernel) {}

  /**
   * Processor time.
   *
   * @param total user and system; cgroup {@code cpu.stat} or {@code cpuacct.usage}
   * @param user its part in user mode
   * @param system its part in the kernel
   * @param throttled how long a rate limit held the room back; cgroup {@code cpu.stat}
   */
  public record Cpu(
      Optional<Duration> total,
      Optional<Duration> user,
      Optional<Duration> system,
      Optional<Duration> throttled) {}

  /** What is still known of a room that has ended: the counters, but nothing of the moment. */
  public static RoomStats after(Usage usage, Instant at) {
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
