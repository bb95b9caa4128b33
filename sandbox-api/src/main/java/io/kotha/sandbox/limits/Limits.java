package io.kotha.sandbox.limits;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.internal.Arguments;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All limits of a room. Immutable; a null component is no limit. A limit that this host cannot
 * enforce is an {@link UnsupportedHostException} when a room starts.
 *
 * @param memory memory of all processes of the room together
 * @param cpu rate of processor time, and the processors
 * @param time total time
 * @param pids number of processes and threads at one time, more than 0; a further {@code fork(2)}
 *     gets {@code EAGAIN}. cgroup {@code pids.max}
 * @param io speed of block devices, one entry for each device
 * @param output bytes written to captured or piped stdout and stderr together. If null, {@code run}
 *     captures at most 16 MiB, and a started process may write any amount
 * @param process resource limits of each process
 * @param fallback behavior on a host without a usable cgroup
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

  /** The behavior for a cgroup limit on a host without a usable cgroup. */
  public enum Fallback {
    /** A start fails before the program runs; the default. */
    REFUSE,
    /**
     * Resource limits stand in for the cgroup. They hold for each process, not for the whole room:
     * {@code RLIMIT_AS} for memory, {@code RLIMIT_NPROC} (counted per user) for pids, {@code
     * RLIMIT_CPU} (rounded up to seconds) for cpu time. A start with any other cgroup limit still
     * fails.
     */
    RLIMITS
  }

  /** No swap, no core file, and no other limit. */
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

  /**
   * Copies the list and checks the components.
   *
   * @throws IllegalArgumentException if {@code pids} is not positive
   */
  public Limits {
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(time, "time");
    io = List.copyOf(Objects.requireNonNull(io, "io"));
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(fallback, "fallback");
    Arguments.requirePositive("pids", pids == null ? null : pids.longValue());
  }

  /** Returns a copy with this {@link #memory}. */
  public Limits memory(MemoryLimits value) {
    Objects.requireNonNull(value, "value");
    return new Limits(value, cpu, time, pids, io, output, process, fallback);
  }

  /** Returns a copy with this {@link #cpu}. */
  public Limits cpu(CpuLimits value) {
    Objects.requireNonNull(value, "value");
    return new Limits(memory, value, time, pids, io, output, process, fallback);
  }

  /** Returns a copy with this {@link #time}. */
  public Limits time(TimeLimits value) {
    Objects.requireNonNull(value, "value");
    return new Limits(memory, cpu, value, pids, io, output, process, fallback);
  }

  /**
   * Returns a copy with this {@link #pids}.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public Limits pids(@Nullable Integer value) {
    return new Limits(memory, cpu, time, value, io, output, process, fallback);
  }

  /** Returns a copy with this {@link #io}. */
  public Limits io(List<IoLimit> value) {
    Objects.requireNonNull(value, "value");
    return new Limits(memory, cpu, time, pids, value, output, process, fallback);
  }

  /** Returns a copy with this {@link #output}. */
  public Limits output(@Nullable MemorySize value) {
    return new Limits(memory, cpu, time, pids, io, value, process, fallback);
  }

  /** Returns a copy with this {@link #process}. */
  public Limits process(ProcessLimits value) {
    Objects.requireNonNull(value, "value");
    return new Limits(memory, cpu, time, pids, io, output, value, fallback);
  }

  /** Returns a copy with this {@link #fallback}. */
  public Limits fallback(Fallback value) {
    Objects.requireNonNull(value, "value");
    return new Limits(memory, cpu, time, pids, io, output, process, value);
  }
}
