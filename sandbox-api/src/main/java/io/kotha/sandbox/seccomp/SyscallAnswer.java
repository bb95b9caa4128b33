package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Verdict;

/** The answer of a {@link SyscallEmulator} to a system call. Immutable. */
public sealed interface SyscallAnswer {

  /** Returns the answer that makes the call return this value without being executed. */
  static SyscallAnswer value(long value) {
    return new Value(value);
  }

  /**
   * Returns the answer that makes the call fail without being executed.
   *
   * @param errno 1 to 4,095
   * @throws IllegalArgumentException if the errno is out of range
   */
  static SyscallAnswer error(int errno) {
    return new Failure(errno);
  }

  /**
   * Returns the answer that lets the kernel execute the call; {@code
   * SECCOMP_USER_NOTIF_FLAG_CONTINUE}. It must not depend on memory that the arguments point to,
   * because another thread may change that memory before the kernel reads it.
   */
  static SyscallAnswer proceed() {
    return new Proceed();
  }

  /** Returns the answer that kills the room; the verdict is {@link Verdict.SyscallDenied}. */
  static SyscallAnswer kill() {
    return new Kill();
  }

  /**
   * The type of {@link SyscallAnswer#value}.
   *
   * @param value return value of the call
   */
  record Value(long value) implements SyscallAnswer {}

  /**
   * The type of {@link SyscallAnswer#error}.
   *
   * @param errno 1 to 4,095, the largest that a C library takes for an error
   */
  record Failure(int errno) implements SyscallAnswer {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the errno is out of range
     */
    public Failure {
      if (errno < 1 || errno > 4095) {
        throw new IllegalArgumentException("errno is 1 to 4095, not " + errno);
      }
    }
  }

  /** The type of {@link SyscallAnswer#proceed}. */
  record Proceed() implements SyscallAnswer {}

  /** The type of {@link SyscallAnswer#kill}. */
  record Kill() implements SyscallAnswer {}
}
