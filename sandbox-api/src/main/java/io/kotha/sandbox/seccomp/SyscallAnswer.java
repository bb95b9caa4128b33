package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Verdict;

/** What a program sees of a system call that a {@link SyscallEmulator} answered. */
public sealed interface SyscallAnswer {

  /** The call returns this without having been carried out. */
  static SyscallAnswer value(long value) {
    return new Value(value);
  }

  /**
   * The call fails with this error without having been carried out.
   *
   * @param errno 1 to 4095
   */
  static SyscallAnswer error(int errno) {
    return new Failure(errno);
  }

  /**
   * The kernel carries the call out: {@code SECCOMP_USER_NOTIF_FLAG_CONTINUE}. Not a means of
   * granting calls by what their pointers lead to, which may have changed by then.
   */
  static SyscallAnswer proceed() {
    return new Proceed();
  }

  /** Every process of the room is killed; the verdict is {@link Verdict.SyscallDenied}. */
  static SyscallAnswer kill() {
    return new Kill();
  }

  /** See {@link SyscallAnswer#value}. */
  record Value(long value) implements SyscallAnswer {}

  /**
   * See {@link SyscallAnswer#error}.
   *
   * @param errno 1 to 4095, the largest that a C library takes for an error
   */
  record Failure(int errno) implements SyscallAnswer {
    /** Checks the range. */
    public Failure {
      if (errno < 1 || errno > 4095) {
        throw new IllegalArgumentException("errno is 1 to 4095, not " + errno);
      }
    }
  }

  /** See {@link SyscallAnswer#proceed}. */
  record Proceed() implements SyscallAnswer {}

  /** See {@link SyscallAnswer#kill}. */
  record Kill() implements SyscallAnswer {}
}
