package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Verdict;

/**
 * What the kernel does with a system call that a {@link SyscallPolicy} decides on: the return value
 * of a seccomp filter ({@code seccomp(2)}).
 */
public sealed interface SyscallAction {

  /** Refused with {@code EPERM}: the usual answer to a call that is known and not granted. */
  SyscallAction EPERM = new Errno(1);

  /**
   * Refused with {@code ENOSYS}, as a kernel without this call would answer: C libraries then fall
   * back to an older call.
   */
  SyscallAction ENOSYS = new Errno(38);

  /** The call is carried out: {@code SECCOMP_RET_ALLOW}. */
  static SyscallAction allow() {
    return new Allow();
  }

  /**
   * The call is not carried out and returns this error: {@code SECCOMP_RET_ERRNO}.
   *
   * @param errno 1 to 4095; 0 makes the call appear to succeed without being carried out
   */
  static SyscallAction errno(int errno) {
    return new Errno(errno);
  }

  /**
   * The whole process is killed, and the run ends in the verdict {@link Verdict.SyscallDenied}:
   * {@code SECCOMP_RET_KILL_PROCESS}, or {@code SECCOMP_RET_USER_NOTIF} answered by a kill, so that
   * the verdict can name the call.
   */
  static SyscallAction kill() {
    return new Kill();
  }

  /**
   * For {@code execve} alone: it is carried out to start the room's program. Whoever calls it from
   * then on is killed, as by {@link #kill()}. The helper is asked about each call: {@code
   * SECCOMP_RET_USER_NOTIF}.
   */
  static SyscallAction once() {
    return new Once();
  }

  /** The call is carried out and noted in the kernel's audit log: {@code SECCOMP_RET_LOG}. */
  static SyscallAction log() {
    return new Log();
  }

  /** The thread is sent {@code SIGSYS}, which it may handle: {@code SECCOMP_RET_TRAP}. */
  static SyscallAction trap() {
    return new Trap();
  }

  /**
   * The thread waits for this code's answer: {@code SECCOMP_RET_USER_NOTIF}, Linux 5.5 or later.
   * Each call costs a switch to this JVM, to a thread of it, and back.
   *
   * <p>A signal that comes meanwhile waits for the answer, but for one that kills (Linux 5.19 or
   * later; before, it interrupts any such call with {@code EINTR}).
   *
   * <p>The filter of a policy that emulates is loaded as the last thing before {@code execve}, and
   * not while a pooled room waits. Programs inside cannot have a listener of their own.
   */
  static SyscallAction emulate(SyscallEmulator emulator) {
    return new Emulate(emulator);
  }

  /** See {@link SyscallAction#allow()}. */
  record Allow() implements SyscallAction {}

  /**
   * See {@link SyscallAction#errno(int)}.
   *
   * @param errno 0 to 4095, the largest that the kernel passes on
   */
  record Errno(int errno) implements SyscallAction {
    /** Checks the range. */
    public Errno {
      if (errno < 0 || errno > 4095) {
        throw new IllegalArgumentException("errno is 0 to 4095, not " + errno);
      }
    }
  }

  /** See {@link SyscallAction#kill()}. */
  record Kill() implements SyscallAction {}

  /** See {@link SyscallAction#once()}. */
  record Once() implements SyscallAction {}

  /** See {@link SyscallAction#log()}. */
  record Log() implements SyscallAction {}

  /** See {@link SyscallAction#trap()}. */
  record Trap() implements SyscallAction {}

  /**
   * See {@link SyscallAction#emulate}.
   *
   * @param emulator whose answer the program gets
   */
  record Emulate(SyscallEmulator emulator) implements SyscallAction {}
}
