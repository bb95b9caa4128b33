package io.kotha.sandbox;

import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.stats.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The end of a run and its cause. If several causes apply, the first of this order decides: memory,
 * time, output, system call, kill by the caller, loss of the room, processes, then the exit itself.
 * Each verdict carries the counters that prove it. Immutable.
 */
public sealed interface Verdict {

  /** Returns the counters that prove the verdict. */
  Evidence evidence();

  /**
   * The program exited by itself.
   *
   * @param code exit status, 0 to 255
   * @param evidence counters at the end
   */
  record Exited(int code, Evidence evidence) implements Verdict {
    public Exited {
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /**
   * A signal killed the program, and neither a limit nor the caller sent it.
   *
   * @param signal signal number
   * @param evidence counters at the end
   */
  record Signaled(int signal, Evidence evidence) implements Verdict {
    public Signaled {
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /**
   * The kernel's OOM killer killed a process of the room at its memory limit.
   *
   * @param limit that was reached
   * @param evidence counters at the end, {@code oom_kill} among them
   */
  record MemoryExceeded(MemorySize limit, Evidence evidence) implements Verdict {
    public MemoryExceeded {
      Objects.requireNonNull(limit, "limit");
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /**
   * A time limit ran out. The room was killed, unless it ended by itself first or within the {@link
   * TimeLimits#grace}.
   *
   * @param clock that ran out
   * @param limit of that clock
   * @param used reading of that clock at the end; for {@link Clock#IDLE}, the time since the start
   * @param evidence counters at the end
   */
  record TimeExceeded(Clock clock, Duration limit, Duration used, Evidence evidence)
      implements Verdict {
    public TimeExceeded {
      Objects.requireNonNull(clock, "clock");
      Objects.requireNonNull(limit, "limit");
      Objects.requireNonNull(used, "used");
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /**
   * The program wrote more than the output limit to stdout and stderr, and the room was killed.
   *
   * @param limit that was exceeded
   * @param evidence counters at the end
   */
  record OutputExceeded(MemorySize limit, Evidence evidence) implements Verdict {
    public OutputExceeded {
      Objects.requireNonNull(limit, "limit");
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /**
   * A process of the room made a system call that the policy answers with a kill.
   *
   * @param syscall the kernel's name of the call
   * @param number of the call on this architecture
   * @param arguments the six argument registers
   * @param evidence counters at the end
   */
  record SyscallDenied(String syscall, long number, List<Long> arguments, Evidence evidence)
      implements Verdict {
    public SyscallDenied {
      Objects.requireNonNull(syscall, "syscall");
      arguments = List.copyOf(Objects.requireNonNull(arguments, "arguments"));
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /**
   * The kernel refused a new process or thread at the pids limit, and the program did not exit with
   * status 0.
   *
   * @param limit that was reached
   * @param exitCode the program's own exit status, or 128 + signal
   * @param evidence counters at the end, {@code pids.events:max} among them
   */
  record ProcessesExceeded(int limit, int exitCode, Evidence evidence) implements Verdict {
    public ProcessesExceeded {
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /**
   * The memory limit is too small to load the program. The kernel killed the process before {@code
   * execve(2)}, or so early that its page faults are those of loading: the kernel does not report
   * more.
   *
   * @param limit that was reached
   * @param evidence counters at the end, {@code oom_kill} among them
   */
  record LimitTooSmall(MemorySize limit, Evidence evidence) implements Verdict {
    public LimitTooSmall {
      Objects.requireNonNull(limit, "limit");
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /**
   * The caller killed the room: by {@code destroyForcibly}, {@code close}, or by cancelling a
   * future.
   *
   * @param evidence counters at the end
   */
  record Killed(Evidence evidence) implements Verdict {
    public Killed {
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /**
   * The zygote or the room's init died. The room's processes are dead too, and the program's status
   * is unknown.
   *
   * @param evidence counters, as far as they were read
   */
  record Lost(Evidence evidence) implements Verdict {
    public Lost {
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /** The clock of a time limit. */
  enum Clock {
    /** Processor time of all processes together. */
    CPU,
    /** Time since the program started. */
    WALL,
    /** Time in which the room used less than 1 % of a processor. */
    IDLE
  }

  /** Returns whether the program exited with status 0. */
  default boolean isSuccess() {
    return this instanceof Exited exited && exited.code() == 0;
  }

  /**
   * Returns the status as {@link Process#exitValue} and a shell report it: the program's own, or
   * 128 + signal. It is 137, which is 128 + SIGKILL, for a room that a limit or the caller killed.
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
