package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;

import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.List;

/**
 * The calls that every late filter lets through, so that the payload can still report to the
 * zygote: it reports a failed {@code execve} by {@code write}, and hands over the filter's listener
 * by {@code sendmsg}.
 *
 * <p>Both go through one file descriptor and carry a cookie as their sixth argument. The kernel
 * ignores the cookie, and no program passes it by accident. A program that passes it on purpose can
 * at most write to a descriptor 3 of its own.
 */
public final class ReportingCalls {

  /** The file descriptor: {@code KT_STATUS_FD}. */
  public static final int DESCRIPTOR = 3;

  /** The sixth argument: {@code KT_COOKIE}. */
  public static final int COOKIE = 0x646f6f72;

  /** The index of the sixth argument. */
  private static final int COOKIE_INDEX = 5;

  private ReportingCalls() {}

  /** Returns a rule that allows this call on the descriptor with the cookie. */
  static SyscallRule by(String call) {
    return new SyscallRule(
        call,
        SyscallAction.allow(),
        List.of(int32(0).is(DESCRIPTOR), int64(COOKIE_INDEX).is(COOKIE)));
  }
}
