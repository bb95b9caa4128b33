package io.kotha.examples.ship;

import io.kotha.sandbox.Verdict;
import java.util.Optional;

/** How runs end, in words and numbers of a shell. */
final class Endings {

  private static final int ENOENT = 2;
  private static final int ENOTDIR = 20;
  private static final int SIGKILL = 9;

  private Endings() {}

  static boolean isNotFound(int errno) {
    return errno == ENOENT || errno == ENOTDIR;
  }

  /** The signal that ended the program, if one did. */
  static Optional<Integer> signal(Verdict verdict) {
    if (verdict instanceof Verdict.Signaled signaled) {
      return Optional.of(signaled.signal());
    }
    boolean byItself =
        verdict instanceof Verdict.Exited || verdict instanceof Verdict.ProcessesExceeded;
    return byItself ? Optional.empty() : Optional.of(SIGKILL);
  }

  /** What to tell a person beside the exit status; nothing where the program ended by itself. */
  static Optional<String> sentence(Verdict verdict) {
    if (verdict instanceof Verdict.MemoryExceeded v) {
      return Optional.of("killed: more memory than " + v.limit());
    }
    if (verdict instanceof Verdict.LimitTooSmall v) {
      return Optional.of("not one instruction ran: " + v.limit() + " of memory is too small");
    }
    if (verdict instanceof Verdict.TimeExceeded v) {
      String clock = v.clock() == Verdict.Clock.CPU ? "processor" : "wall";
      return Optional.of("killed: " + v.limit().toMillis() + " ms of " + clock + " time were over");
    }
    if (verdict instanceof Verdict.OutputExceeded v) {
      return Optional.of("killed: more output than " + v.limit());
    }
    if (verdict instanceof Verdict.SyscallDenied v) {
      return Optional.of("killed: system call " + v.syscall() + " is not allowed");
    }
    if (verdict instanceof Verdict.ProcessesExceeded v) {
      return Optional.of("failed at the limit of " + v.limit() + " processes");
    }
    if (verdict instanceof Verdict.Lost) {
      return Optional.of("the room was lost: its supervisor died");
    }
    return Optional.empty();
  }
}
