package io.kotha.sandbox;

import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.ProcessLimits;
import io.kotha.sandbox.limits.TimeLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The settings of a {@link Sandbox} that limit the resources of a room. A limit that this host
 * cannot enforce is an {@link UnsupportedHostException} when a room starts.
 *
 * @param <S> the description that every setting returns
 */
abstract class LimitSettings<S> extends IsolationSettings<S> {

  /** Returns all limits; by default {@link Limits#NONE}: no swap, no core file, no other limit. */
  public Limits limits() {
    return spec().limits();
  }

  /** Replaces all limits; {@link Limits#NONE} by default. */
  public S limits(Limits limits) {
    return with(spec().limits(Objects.requireNonNull(limits, "limits")));
  }

  /**
   * Limits the memory of all processes of the room together. At the limit the whole room is killed,
   * verdict {@link Verdict.MemoryExceeded}. cgroup {@code memory.max} (v1 {@code
   * memory.limit_in_bytes}); the kernel rounds down to pages.
   *
   * @throws IllegalArgumentException if the limit is 0
   * @see MemoryLimits#max
   */
  public S memory(MemorySize limit) {
    return with(limits().memory().max(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Sets the amount of memory above which the kernel slows the room down and reclaims memory,
   * without a kill. cgroup {@code memory.high}, v2 only.
   *
   * @throws IllegalArgumentException if the limit is 0
   * @see MemoryLimits#high
   */
  public S memoryHigh(MemorySize limit) {
    return with(limits().memory().high(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Limits the swap space of the room, in addition to {@link #memory}; 0 by default. cgroup {@code
   * memory.swap.max} (v1 {@code memory.memsw.limit_in_bytes}, which requires a memory limit).
   *
   * @see MemoryLimits#swap
   */
  public S swap(MemorySize limit) {
    return with(limits().memory().swap(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Removes the limit on swap space, which is 0 by default.
   *
   * @see MemoryLimits#swap
   */
  public S allowSwap() {
    return with(limits().memory().swap(null));
  }

  /**
   * Limits the number of processes and threads at one time; a further {@code fork(2)} gets {@code
   * EAGAIN}. cgroup {@code pids.max}.
   *
   * @throws IllegalArgumentException if the limit is not positive
   * @see Limits#pids
   */
  public S pids(int limit) {
    return limits(limits().pids(limit));
  }

  /**
   * Limits the rate of processor time, in processors: 0.5 is half of one. cgroup {@code cpu.max}
   * (v1 {@code cpu.cfs_quota_us}), in periods of 100 ms.
   *
   * @throws IllegalArgumentException if the rate is not 0.01 to 65,536
   * @see CpuLimits#rate
   */
  public S cpus(double limit) {
    return with(limits().cpu().rate(limit));
  }

  /**
   * Restricts the room to these processors; any by default. cgroup {@code cpuset.cpus}.
   *
   * @see CpuLimits#cpus
   */
  public S cpuset(CpuSet cpus) {
    return with(limits().cpu().cpus(Objects.requireNonNull(cpus, "cpus")));
  }

  /**
   * Restricts the room's memory to these NUMA nodes; any by default. cgroup {@code cpuset.mems}.
   *
   * @see CpuLimits#memoryNodes
   */
  public S memoryNodes(CpuList nodes) {
    return with(limits().cpu().memoryNodes(Objects.requireNonNull(nodes, "nodes")));
  }

  /**
   * Sets the room's share of a busy machine against its sibling cgroups, 1 to 10,000; 100 by
   * default. cgroup {@code cpu.weight} (v1 {@code cpu.shares}, scaled).
   *
   * @throws IllegalArgumentException if the weight is out of range
   * @see CpuLimits#weight
   */
  public S cpuWeight(int weight) {
    return with(limits().cpu().weight(weight));
  }

  /**
   * Limits the processor time of all processes together, user and system; verdict {@link
   * Verdict.TimeExceeded}. The zygote reads the cgroup's counter, {@code cpu.stat} (v1 {@code
   * cpuacct.usage}).
   *
   * @throws IllegalArgumentException if the limit is not positive
   * @see TimeLimits#cpu
   */
  public S cpuTime(Duration limit) {
    return with(limits().time().cpu(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Limits the time since the program started, by the monotonic clock of the zygote; verdict {@link
   * Verdict.TimeExceeded}.
   *
   * @throws IllegalArgumentException if the limit is not positive
   * @see TimeLimits#wall
   */
  public S wallTime(Duration limit) {
    return with(limits().time().wall(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Limits how long without a break the room may use less than 1 % of a processor, because it
   * sleeps or waits for input; verdict {@link Verdict.TimeExceeded}. The kill may be late by a
   * quarter of the limit. The zygote reads the same counter as for {@link #cpuTime}.
   *
   * @throws IllegalArgumentException if the limit is not positive
   * @see TimeLimits#idle
   */
  public S idleTime(Duration limit) {
    return with(limits().time().idle(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Limits the time from the request for a room to the start of its program; 10 seconds by default.
   * The end of it is a {@link SetupTimeoutException}.
   *
   * @throws IllegalArgumentException if the limit is not positive
   * @see TimeLimits#setup
   */
  public S setupTime(Duration limit) {
    return with(limits().time().setup(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Delays the kill after a time limit has run out; by default the kill is immediate.
   *
   * @param extra time between the end of the limit and the kill, 0 or more
   * @param warning the signal, if any, that the program gets when the limit runs out
   * @throws IllegalArgumentException if {@code extra} is negative
   * @see TimeLimits.Grace
   */
  public S grace(Duration extra, TimeLimits.Grace.Warning warning) {
    return with(limits().time().grace(new TimeLimits.Grace(extra, warning)));
  }

  /**
   * Limits the speed of one block device and replaces an earlier limit on the same path. cgroup
   * {@code io.max} (v1 {@code blkio.throttle.*}, reads only).
   *
   * @see Limits#io
   */
  public S io(IoLimit limit) {
    Objects.requireNonNull(limit, "limit");
    List<IoLimit> all = new ArrayList<>(limits().io());
    all.removeIf(io -> io.path().equals(limit.path()));
    all.add(limit);
    return limits(limits().io(all));
  }

  /**
   * Limits the bytes written to captured or piped stdout and stderr together; verdict {@link
   * Verdict.OutputExceeded}. By default 16 MiB for output that {@code run} captures, and no limit
   * for output that the caller reads from a started process.
   *
   * @see Limits#output
   */
  public S output(MemorySize limit) {
    return limits(limits().output(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Limits the stack of each process. The default is 8 MiB, or the JVM's own hard limit if that is
   * lower. {@code RLIMIT_STACK}.
   *
   * @throws IllegalArgumentException if the limit is not positive
   * @see ProcessLimits#stack
   */
  public S stack(MemorySize limit) {
    return with(limits().process().stack(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Limits the open file descriptors of each process. The default is 4,096, or the JVM's own hard
   * limit if that is lower. {@code RLIMIT_NOFILE}.
   *
   * @throws IllegalArgumentException if the limit is not positive
   * @see ProcessLimits#openFiles
   */
  public S openFiles(int limit) {
    return with(limits().process().openFiles(limit));
  }

  /**
   * Limits the size of each file that a process writes; by default the JVM's own limit holds.
   * {@code RLIMIT_FSIZE}.
   *
   * @see ProcessLimits#fileSize
   */
  public S fileSize(MemorySize limit) {
    return with(limits().process().fileSize(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Limits the size of core files; 0 by default, so that none is written. {@code RLIMIT_CORE}.
   *
   * @see ProcessLimits#core
   */
  public S core(MemorySize limit) {
    return with(limits().process().core(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Weakens the room on hosts without a usable cgroup: resource limits of each process stand in for
   * limits of the whole room.
   *
   * @see Limits.Fallback#RLIMITS
   */
  public S acceptRlimits() {
    return limits(limits().fallback(Limits.Fallback.RLIMITS));
  }

  private S with(MemoryLimits memory) {
    return limits(limits().memory(memory));
  }

  private S with(CpuLimits cpu) {
    return limits(limits().cpu(cpu));
  }

  private S with(TimeLimits time) {
    return limits(limits().time(time));
  }

  private S with(ProcessLimits process) {
    return limits(limits().process(process));
  }
}
