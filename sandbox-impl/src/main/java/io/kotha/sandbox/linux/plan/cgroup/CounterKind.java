package io.kotha.sandbox.linux.plan.cgroup;

/** What a counter means. The ordinal is its number on the wire. */
public enum CounterKind {
  /** Processor time, user and system, nanoseconds. */
  CPU_NANOS,
  /** Processor time in user mode, nanoseconds. */
  CPU_USER_NANOS,
  /** Processor time in the kernel, nanoseconds. */
  CPU_SYSTEM_NANOS,
  /** Greatest memory use, bytes. */
  MEMORY_PEAK,
  /** Processes killed by the group's out-of-memory killer. */
  OOM_KILLS,
  /** Times the memory limit was hit. */
  MEMORY_LIMIT_HITS,
  /** Greatest number of processes and threads. */
  PIDS_PEAK,
  /** Forks refused at the pids limit. */
  PIDS_REFUSED,
  /** Periods in which the cpu rate limit held the group back. */
  CPU_THROTTLED_PERIODS,
  /** Time it was held back, nanoseconds. */
  CPU_THROTTLED_NANOS,
  /** Time in which some task waited for a processor, nanoseconds. */
  CPU_STALL_NANOS,
  /** Time in which some task waited for memory, nanoseconds. */
  MEMORY_STALL_NANOS,
  /** Time in which some task waited for a device, nanoseconds. */
  IO_STALL_NANOS,
  /** Bytes read from block devices. */
  IO_READ_BYTES,
  /** Bytes written to block devices. */
  IO_WRITTEN_BYTES
}
