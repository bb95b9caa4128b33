package io.kotha.sandbox.linux.plan.cgroup;

/** What a counter means. The helper knows only {@link #CPU_NANOS}: {@code KT_CPU_NANOS}. */
public enum CounterKind {
  /** Processor time, user and system, nanoseconds. */
  CPU_NANOS(0),
  /** Processor time in user mode, nanoseconds. */
  CPU_USER_NANOS(1),
  /** Processor time in the kernel, nanoseconds. */
  CPU_SYSTEM_NANOS(2),
  /** Greatest memory use, bytes. */
  MEMORY_PEAK(3),
  /** Processes killed by the group's out-of-memory killer. */
  OOM_KILLS(4),
  /** Times the memory limit was hit. */
  MEMORY_LIMIT_HITS(5),
  /** Greatest number of processes and threads. */
  PIDS_PEAK(6),
  /** Forks refused at the pids limit. */
  PIDS_REFUSED(7),
  /** Periods in which the cpu rate limit held the group back. */
  CPU_THROTTLED_PERIODS(8),
  /** Time it was held back, nanoseconds. */
  CPU_THROTTLED_NANOS(9),
  /** Time in which some task waited for a processor, nanoseconds. */
  CPU_STALL_NANOS(10),
  /** Time in which some task waited for memory, nanoseconds. */
  MEMORY_STALL_NANOS(11),
  /** Time in which some task waited for a device, nanoseconds. */
  IO_STALL_NANOS(12),
  /** Bytes read from block devices. */
  IO_READ_BYTES(13),
  /** Bytes written to block devices. */
  IO_WRITTEN_BYTES(14);

  private final int number;

  CounterKind(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }
}
