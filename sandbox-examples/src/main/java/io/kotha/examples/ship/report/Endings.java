package io.kotha.examples.ship.report;

import io.kotha.sandbox.Verdict;
import java.util.Optional;

/** Descriptions of verdicts by a shell's conventions: signal numbers and messages. */
public final class Endings {

  private static final int ENOENT = 2;
  private static final int ENOTDIR = 20;
  private static final int SIGKILL = 9;

  private Endings() {}

  public static boolean isNotFound(int errno) {
    return errno == ENOENT || errno == ENOTDIR;
  }

  /** Returns the signal that ended the program; SIGKILL if Kotha killed it. */
  public static Optional<Integer> signal(Verdict verdict) {
    if (verdict instanceof Verdict.Signaled signaled) {
      return Optional.of(signaled.signal());
    }
    boolean byItself =
        verdict instanceof Verdict.Exited || verdict instanceof Verdict.ProcessesExceeded;
    return byItself ? Optional.empty() : Optional.of(SIGKILL);
  }

  /** Returns a message for the user; empty if the exit status says everything. */
  public static Optional<String> sentence(Verdict verdict) {
    if (verdict instanceof Verdict.MemoryExceeded v) {
      return Optional.of("killed: used more than " + v.limit() + " of memory");
    }
    if (verdict instanceof Verdict.LimitTooSmall v) {
      return Optional.of("not started: " + v.limit() + " of memory is too small for the program");
    }
    if (verdict instanceof Verdict.TimeExceeded v) {
      String clock = v.clock() == Verdict.Clock.CPU ? "CPU" : "wall-clock";
      return Optional.of(
          "killed: used more than " + v.limit().toMillis() + " ms of " + clock + " time");
    }
    if (verdict instanceof Verdict.OutputExceeded v) {
      return Optional.of("killed: wrote more than " + v.limit() + " of output");
    }
    if (verdict instanceof Verdict.SyscallDenied v) {
      return Optional.of("killed: system call " + v.syscall() + " is not allowed");
    }
    if (verdict instanceof Verdict.ProcessesExceeded v) {
      return Optional.of("failed after it reached the limit of " + v.limit() + " processes");
    }
    if (verdict instanceof Verdict.Lost) {
      return Optional.of("the verdict is unknown: the room's supervisor died");
    }
    return Optional.empty();
  }
}
