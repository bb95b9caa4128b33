package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;

import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.List;

/**
 * What a payload must still be able to say when its last filter is on: that {@code execve} failed,
 * and who is to answer its calls. It goes through one descriptor, with a sixth argument that means
 * nothing to the kernel and that no program passes by accident. A program that passes it on purpose
 * can write to a descriptor of that number, as far as it has one.
 */
public final class ReportingCalls {

  /** The descriptor: {@code KT_STATUS_FD}. */
  public static final int DESCRIPTOR = 3;

  /** The argument: {@code KT_COOKIE}. */
  public static final int COOKIE = 0x646f6f72;

  private static final int SIXTH = 5;

  private ReportingCalls() {}

  /** The rule that lets this call through, to the descriptor and with the cookie. */
  static SyscallRule by(String call) {
    return new SyscallRule(
        call, SyscallAction.allow(), List.of(int32(0).is(DESCRIPTOR), int64(SIXTH).is(COOKIE)));
  }
}
