package io.kotha.sandbox.linux.plan.cgroup;

/** The meaning of a counter. The helper knows only {@link #CPU_NANOS}: {@code KT_CPU_NANOS}. */
public enum CounterKind {
  /** CPU time, user and system, in nanoseconds. */
  CPU_NANOS(0),
  /** CPU time in user mode, in nanoseconds. */
  CPU_USER_NANOS(1),
  /** CPU time in the kernel, in nanoseconds. */
  CPU_SYSTEM_NANOS(2),
  /** The peak of memory use, in bytes. */
  MEMORY_PEAK(3),
  /** The number of processes that the group's out-of-memory killer killed. */
  OOM_KILLS(4),
  /** The number of times that the memory limit was hit. */
  MEMORY_LIMIT_HITS(5),
  /** The peak number of processes and threads. */
  PIDS_PEAK(6),
  /** The number of forks that failed at the pids limit. */
  PIDS_REFUSED(7),
  /** The number of periods in which the CPU rate limit throttled the group. */
  CPU_THROTTLED_PERIODS(8),
  /** The time for which the group was throttled, in nanoseconds. */
  CPU_THROTTLED_NANOS(9),
  /** The time in which some task waited for a CPU, in nanoseconds. */
  CPU_STALL_NANOS(10),
  /** The time in which some task waited for memory, in nanoseconds. */
  MEMORY_STALL_NANOS(11),
  /** The time in which some task waited for a device, in nanoseconds. */
  IO_STALL_NANOS(12),
  /** The number of bytes read from block devices. */
  IO_READ_BYTES(13),
  /** The number of bytes written to block devices. */
  IO_WRITTEN_BYTES(14);

  private final int number;

  CounterKind(int number) {
    this.number = number;
  }

  /** Returns the number on the wire. */
  public int number() {
    return number;
  }
}
