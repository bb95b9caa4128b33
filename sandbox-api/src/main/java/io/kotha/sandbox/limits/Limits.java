package io.kotha.sandbox.limits;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.internal.Arguments;
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
    Arguments.requirePositive("pids", pids == null ? null : pids.longValue());
  }

  /** Returns a copy with this {@link #memory}. */
  public Limits memory(MemoryLimits value) {
    return new Limits(value, cpu, time, pids, io, output, process, fallback);
  }

  /** Returns a copy with this {@link #cpu}. */
  public Limits cpu(CpuLimits value) {
    return new Limits(memory, value, time, pids, io, output, process, fallback);
  }

  /** Returns a copy with this {@link #time}. */
  public Limits time(TimeLimits value) {
    return new Limits(memory, cpu, value, pids, io, output, process, fallback);
  }

  /** Returns a copy with this {@link #pids}. */
  public Limits pids(@Nullable Integer value) {
    return new Limits(memory, cpu, time, value, io, output, process, fallback);
  }

  /** Returns a copy with this {@link #io}. */
  public Limits io(List<IoLimit> value) {
    return new Limits(memory, cpu, time, pids, value, output, process, fallback);
  }

  /** Returns a copy with this {@link #output}. */
  public Limits output(@Nullable MemorySize value) {
    return new Limits(memory, cpu, time, pids, io, value, process, fallback);
  }

  /** Returns a copy with this {@link #process}. */
  public Limits process(ProcessLimits value) {
    return new Limits(memory, cpu, time, pids, io, output, value, fallback);
  }

  /** Returns a copy with this {@link #fallback}. */
  public Limits fallback(Fallback value) {
    return new Limits(memory, cpu, time, pids, io, output, process, value);
  }
}
