package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Verdict;
import java.util.Objects;

/**
 * An action on a system call that a {@link SyscallPolicy} decides on: the return value of a seccomp
 * filter ({@code seccomp(2)}). Immutable.
 */
public sealed interface SyscallAction {

  /** Fails the call with {@code EPERM}; the usual answer to a known call that is not granted. */
  SyscallAction EPERM = new Errno(1);

  /**
   * Fails the call with {@code ENOSYS}, as a kernel without this call would. C libraries then fall
   * back to an older call.
   */
  SyscallAction ENOSYS = new Errno(38);

  /** Returns the action that lets the kernel execute the call; {@code SECCOMP_RET_ALLOW}. */
  static SyscallAction allow() {
    return new Allow();
  }

  /**
   * Returns the action that fails the call with this error; {@code SECCOMP_RET_ERRNO}.
   *
   * @param errno 1 to 4,095; with 0, the call returns success but is not executed
   * @throws IllegalArgumentException if the errno is out of range
   */
  static SyscallAction errno(int errno) {
    return new Errno(errno);
  }

  /**
   * Returns the action that kills the process and ends the run with {@link Verdict.SyscallDenied}.
   * {@code SECCOMP_RET_KILL_PROCESS}, or {@code SECCOMP_RET_USER_NOTIF} answered by a kill, so that
   * the verdict can name the call.
   */
  static SyscallAction kill() {
    return new Kill();
  }

  /**
   * Returns the action that allows {@code execve} once, to start the room's program. A later call
   * is answered as by {@link #kill()}. The helper decides on each call; {@code
   * SECCOMP_RET_USER_NOTIF}. For {@code execve} only.
   */
  static SyscallAction once() {
    return new Once();
  }

  /**
   * Returns the action that executes the call and logs it to the audit log; {@code
   * SECCOMP_RET_LOG}.
   */
  static SyscallAction log() {
    return new Log();
  }

  /** Returns the action that sends the thread {@code SIGSYS}; {@code SECCOMP_RET_TRAP}. */
  static SyscallAction trap() {
    return new Trap();
  }

  /**
   * Returns the action that lets the emulator answer the call while the calling thread waits;
   * {@code SECCOMP_RET_USER_NOTIF}, Linux 5.5. Each call costs a switch to a thread of this JVM and
   * back.
   *
   * <p>A signal that arrives during the wait does not make the call fail: since Linux 5.19 the call
   * is answered first; before, and on every kernel until the JVM has seen the call, it is restarted
   * and may be emulated twice. For that, each handler that the program installs gets {@code
   * SA_RESTART}, which also makes the kernel restart calls that the program makes itself, such as
   * {@code read}; signal(7) lists them.
   *
   * <p>The filter of a policy that emulates is loaded just before {@code execve}, and not while a
   * pooled room waits. Programs inside cannot install a seccomp listener of their own.
   */
  static SyscallAction emulate(SyscallEmulator emulator) {
    return new Emulate(emulator);
  }

  /** The type of {@link SyscallAction#allow()}. */
  record Allow() implements SyscallAction {}

  /**
   * The type of {@link SyscallAction#errno(int)}.
   *
   * @param errno 0 to 4,095, the largest errno that the kernel returns
   */
  record Errno(int errno) implements SyscallAction {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the errno is out of range
     */
    public Errno {
      if (errno < 0 || errno > 4095) {
        throw new IllegalArgumentException("errno is 0 to 4095, not " + errno);
      }
    }
  }

  /** The type of {@link SyscallAction#kill()}. */
  record Kill() implements SyscallAction {}

  /** The type of {@link SyscallAction#once()}. */
  record Once() implements SyscallAction {}

  /** The type of {@link SyscallAction#log()}. */
  record Log() implements SyscallAction {}

  /** The type of {@link SyscallAction#trap()}. */
  record Trap() implements SyscallAction {}

  /**
   * The type of {@link SyscallAction#emulate}.
   *
   * @param emulator code that answers the call
   */
  record Emulate(SyscallEmulator emulator) implements SyscallAction {
    public Emulate {
      Objects.requireNonNull(emulator, "emulator");
    }
  }
}
