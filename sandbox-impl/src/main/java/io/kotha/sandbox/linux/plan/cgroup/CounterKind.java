package io.kotha.sandbox.linux.plan.cgroup;

/** The meaning of a counter. The ordinal is its number on the wire. */
public enum CounterKind {
  /** CPU time, user and system, in nanoseconds. */
  CPU_NANOS,
  /** CPU time in user mode, in nanoseconds. */
  CPU_USER_NANOS,
  /** CPU time in the kernel, in nanoseconds. */
  CPU_SYSTEM_NANOS,
  /** The peak of memory use, in bytes. */
  MEMORY_PEAK,
  /** The number of processes that the group's out-of-memory killer killed. */
  OOM_KILLS,
  /** The number of times that the memory limit was hit. */
  MEMORY_LIMIT_HITS,
  /** The peak number of processes and threads. */
  PIDS_PEAK,
  /** The number of forks that failed at the pids limit. */
  PIDS_REFUSED,
  /** The number of periods in which the CPU rate limit throttled the group. */
  CPU_THROTTLED_PERIODS,
  /** The time for which the group was throttled, in nanoseconds. */
  CPU_THROTTLED_NANOS,
  /** The time in which some task waited for a CPU, in nanoseconds. */
  CPU_STALL_NANOS,
  /** The time in which some task waited for memory, in nanoseconds. */
  MEMORY_STALL_NANOS,
  /** The time in which some task waited for a device, in nanoseconds. */
  IO_STALL_NANOS,
  /** The number of bytes read from block devices. */
  IO_READ_BYTES,
  /** The number of bytes written to block devices. */
  IO_WRITTEN_BYTES
}
