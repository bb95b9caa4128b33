package io.kotha.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a room may use. An absent ({@code null}) component is no limit of its own.
 *
 * @param memory bytes of memory of all processes of the room together, tmpfs and page cache
 *     included; cgroup {@code memory.max} (v1 {@code memory.limit_in_bytes}), rounded down to pages
 * @param swap whether the room may swap; {@link Swap#OFF} by default
 * @param pids processes and threads at one time; cgroup {@code pids.max}
 * @param cpus processor rate, 0.5 = half of one core; cgroup {@code cpu.max} (v1 {@code
 *     cpu.cfs_quota_us})
 * @param cpuTime processor time of all processes of the room together, user and system
 * @param wallTime time since the program started
 * @param output bytes written to captured or piped stdout and stderr together
 * @param stack {@code RLIMIT_STACK}, bytes
 * @param openFiles {@code RLIMIT_NOFILE}
 * @param fileSize {@code RLIMIT_FSIZE}, bytes of any one file
 * @param core {@code RLIMIT_CORE}, bytes; 0 by default
 * @param fallback what to do where no cgroup can be had
 */
public record Limits(
    @Nullable MemorySize memory,
    Swap swap,
    @Nullable Integer pids,
    @Nullable Double cpus,
    @Nullable Duration cpuTime,
    @Nullable Duration wallTime,
    @Nullable MemorySize output,
    @Nullable MemorySize stack,
    @Nullable Integer openFiles,
    @Nullable MemorySize fileSize,
    MemorySize core,
    Fallback fallback) {

  /** Whether memory of the room may be swapped out. */
  public enum Swap {
    /** It may not; cgroup {@code memory.swap.max} 0. */
    OFF,
    /** As much as the host has. */
    ALLOWED
  }

  /** What stands in for a cgroup limit on a host that gives the caller no cgroup. */
  public enum Fallback {
    /** Nothing: starting fails, before anything runs. */
    REFUSE,
    /**
     * Resource limits, which hold for each process by itself rather than for the room: {@code
     * RLIMIT_AS} for memory, {@code RLIMIT_NPROC} (counted per user) for pids, {@code RLIMIT_CPU}
     * for cpu time. Processor rate has none and still fails.
     */
    RLIMITS
  }

  /** No limit but: no swap, no core file. */
  public static final Limits NONE =
      new Limits(
          null,
          Swap.OFF,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          MemorySize.bytes(0),
          Fallback.REFUSE);

  public Limits {
    requirePositive("memory", memory == null ? null : memory.bytes());
    requirePositive("pids", pids == null ? null : pids.longValue());
    requirePositive("openFiles", openFiles == null ? null : openFiles.longValue());
    requirePositive("stack", stack == null ? null : stack.bytes());
    requirePositive("cpuTime", cpuTime == null ? null : cpuTime.toNanos());
    requirePositive("wallTime", wallTime == null ? null : wallTime.toNanos());
    if (cpus != null && !(cpus >= 0.01 && cpus <= 1 << 16)) {
      throw new IllegalArgumentException("cpus must be 0.01 or more, not " + cpus);
    }
  }

  private static void requirePositive(String name, @Nullable Long value) {
    if (value != null && value <= 0) {
      throw new IllegalArgumentException(name + " must be more than 0, not " + value);
    }
  }

  public Limits withMemory(MemorySize value) {
    return new Limits(
        value, swap, pids, cpus, cpuTime, wallTime, output, stack, openFiles, fileSize, core,
        fallback);
  }

  public Limits withSwap(Swap value) {
    return new Limits(
        memory, value, pids, cpus, cpuTime, wallTime, output, stack, openFiles, fileSize, core,
        fallback);
  }

  public Limits withPids(int value) {
    return new Limits(
        memory, swap, value, cpus, cpuTime, wallTime, output, stack, openFiles, fileSize, core,
        fallback);
  }

  public Limits withCpus(double value) {
    return new Limits(
        memory, swap, pids, value, cpuTime, wallTime, output, stack, openFiles, fileSize, core,
        fallback);
  }

  public Limits withCpuTime(Duration value) {
    return new Limits(
        memory, swap, pids, cpus, value, wallTime, output, stack, openFiles, fileSize, core,
        fallback);
  }

  public Limits withWallTime(Duration value) {
    return new Limits(
        memory, swap, pids, cpus, cpuTime, value, output, stack, openFiles, fileSize, core,
        fallback);
  }

  public Limits withOutput(MemorySize value) {
    return new Limits(
        memory, swap, pids, cpus, cpuTime, wallTime, value, stack, openFiles, fileSize, core,
        fallback);
  }

  public Limits withStack(MemorySize value) {
    return new Limits(
        memory, swap, pids, cpus, cpuTime, wallTime, output, value, openFiles, fileSize, core,
        fallback);
  }

  public Limits withOpenFiles(int value) {
    return new Limits(
        memory, swap, pids, cpus, cpuTime, wallTime, output, stack, value, fileSize, core,
        fallback);
  }

  public Limits withFileSize(MemorySize value) {
    return new Limits(
        memory, swap, pids, cpus, cpuTime, wallTime, output, stack, openFiles, value, core,
        fallback);
  }

  public Limits withCore(MemorySize value) {
    return new Limits(
        memory, swap, pids, cpus, cpuTime, wallTime, output, stack, openFiles, fileSize, value,
        fallback);
  }

  public Limits withFallback(Fallback value) {
    return new Limits(
        memory, swap, pids, cpus, cpuTime, wallTime, output, stack, openFiles, fileSize, core,
        value);
  }
}
