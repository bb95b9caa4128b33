package io.kotha.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a room may use. An absent ({@code null}) component is no limit of its own.
 *
 * @param memory of all processes of the room together
 * @param cpu how much of the processors, and which
 * @param time for how long
 * @param pids processes and threads at one time; cgroup {@code pids.max}
 * @param io speed of block devices, one entry a device
 * @param output bytes written to captured or piped stdout and stderr together
 * @param process what each process may use by itself
 * @param fallback what to do where no cgroup can be had
 */
public record Limits(
    MemoryLimits memory,
    CpuLimits cpu,
    TimeLimits time,
    @Nullable Integer pids,
    List<IoLimit> io,
    @Nullable MemorySize output,
    ProcessLimits process,
    Fallback fallback) {

  /** What stands in for a cgroup limit on a host that gives the caller no cgroup. */
  public enum Fallback {
    /** Nothing: starting fails, before anything runs. */
    REFUSE,
    /**
     * Resource limits, which hold for each process by itself rather than for the room: {@code
     * RLIMIT_AS} for memory, {@code RLIMIT_NPROC} (counted per user) for pids, {@code RLIMIT_CPU}
     * for cpu time. Nothing else has one, and still fails.
     */
    RLIMITS
  }

  /** No limit but: no swap, no core file. */
  public static final Limits NONE =
      new Limits(
          MemoryLimits.NONE,
          CpuLimits.NONE,
          TimeLimits.NONE,
          null,
          List.of(),
          null,
          ProcessLimits.NONE,
          Fallback.REFUSE);

  public Limits {
    io = List.copyOf(io);
    requirePositive("pids", pids == null ? null : pids.longValue());
  }

  static void requirePositive(String name, @Nullable Long value) {
    if (value != null && value <= 0) {
      throw new IllegalArgumentException(name + " must be more than 0, not " + value);
    }
  }

  /** With another {@link #memory}. */
  public Limits withMemory(MemoryLimits value) {
    return new Limits(value, cpu, time, pids, io, output, process, fallback);
  }

  /** With another {@link #cpu}. */
  public Limits withCpu(CpuLimits value) {
    return new Limits(memory, value, time, pids, io, output, process, fallback);
  }

  /** With another {@link #time}. */
  public Limits withTime(TimeLimits value) {
    return new Limits(memory, cpu, value, pids, io, output, process, fallback);
  }

  /** With another {@link #pids}. */
  public Limits withPids(@Nullable Integer value) {
    return new Limits(memory, cpu, time, value, io, output, process, fallback);
  }

  /** With another {@link #io}. */
  public Limits withIo(List<IoLimit> value) {
    return new Limits(memory, cpu, time, pids, value, output, process, fallback);
  }

  /** With another {@link #output}. */
  public Limits withOutput(@Nullable MemorySize value) {
    return new Limits(memory, cpu, time, pids, io, value, process, fallback);
  }

  /** With another {@link #process}. */
  public Limits withProcess(ProcessLimits value) {
    return new Limits(memory, cpu, time, pids, io, output, value, fallback);
  }

  /** With another {@link #fallback}. */
  public Limits withFallback(Fallback value) {
    return new Limits(memory, cpu, time, pids, io, output, process, value);
  }
}
