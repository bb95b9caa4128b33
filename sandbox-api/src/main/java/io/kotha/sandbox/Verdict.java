package io.kotha.sandbox;

import io.kotha.sandbox.stats.Evidence;
import java.time.Duration;

/**
 * How a run ended. Causes are judged in this order: memory, time, output, system call, processes,
 * then the exit itself; each carries the counters that prove it.
 */
public sealed interface Verdict {

  /** The counters behind it. */
  Evidence evidence();

  /** The program ended by itself. */
  record Exited(int code, Evidence evidence) implements Verdict {}

  /** A signal that was not the sandbox's doing ended the program. */
  record Signaled(int signal, Evidence evidence) implements Verdict {}

  /** The kernel killed in the room's cgroup for want of memory. */
  record MemoryExceeded(MemorySize limit, Evidence evidence) implements Verdict {}

  /** A time limit ran out and the room was killed. */
  record TimeExceeded(Clock clock, Duration limit, Duration used, Evidence evidence)
      implements Verdict {}

  /** More was written to stdout and stderr than the limit lets through. */
  record OutputExceeded(MemorySize limit, Evidence evidence) implements Verdict {}

  /** A system call whose refusal is fatal. */
  record SyscallDenied(
      String syscall, long number, java.util.List<Long> arguments, Evidence evidence)
      implements Verdict {
    public SyscallDenied {
      arguments = java.util.List.copyOf(arguments);
    }
  }

  /** New processes were refused at the pids limit, and the program did not exit 0. */
  record ProcessesExceeded(int limit, int exitCode, Evidence evidence) implements Verdict {}

  /** The memory limit is too small to load the program. */
  record LimitTooSmall(MemorySize limit, Evidence evidence) implements Verdict {}

  /** The caller ended it: {@code destroyForcibly}, {@code close}, a cancelled future. */
  record Killed(Evidence evidence) implements Verdict {}

  /** The room was lost because its supervisor died; whatever ran in it is dead too. */
  record Lost(Evidence evidence) implements Verdict {}

  /** Which clock ran out. */
  enum Clock {
    /** Processor time of all processes together. */
    CPU,
    /** Time since the start. */
    WALL,
    /** Time without work: what was used is the time since the start. */
    IDLE
  }

  /** Whether the program exited with status 0. */
  default boolean isSuccess() {
    return this instanceof Exited exited && exited.code() == 0;
  }

  /**
   * The status as {@link Process#exitValue} and a shell give it: the program's own, or 128 +
   * signal; 137 for whatever was killed.
   */
  default int exitValue() {
    if (this instanceof Exited exited) {
      return exited.code();
    }
    if (this instanceof Signaled signaled) {
      return 128 + signaled.signal();
    }
    if (this instanceof ProcessesExceeded processes) {
      return processes.exitCode();
    }
    return 137;
  }
}
