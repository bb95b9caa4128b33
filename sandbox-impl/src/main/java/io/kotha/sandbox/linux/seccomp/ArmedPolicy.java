package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;

/**
 * A policy that has calls emulated, as it is loaded: in one piece, just before {@code execve}. What
 * comes before that is Kotha's own and nobody's to answer; and of two filters only one could have a
 * listener.
 */
public final class ArmedPolicy {

  private ArmedPolicy() {}

  /** Whether some call is answered by code. */
  public static boolean isNeededFor(SyscallPolicy policy) {
    return policy.defaultAction() instanceof SyscallAction.Emulate
        || policy.unknown() instanceof SyscallAction.Emulate
        || policy.rules().stream().anyMatch(r -> r.action() instanceof SyscallAction.Emulate);
  }

  /**
   * The policy, and what the payload still has to say.
   *
   * @throws IllegalArgumentException when the policy refuses {@code execve}
   */
  public static SyscallPolicy of(SyscallPolicy policy) {
    SyscallAction start = policy.actionFor(ParkedCalls.EXECVE, new long[6]);
    if (start instanceof SyscallAction.Errno
        || start instanceof SyscallAction.Kill
        || start instanceof SyscallAction.Trap) {
      throw ParkedCalls.cannotStart(policy);
    }
    return policy
        .rule(ReportingCalls.by("sendmsg"))
        .rule(ReportingCalls.by("write"))
        .rule(new SyscallRule("exit_group", SyscallAction.allow()))
        .named(policy.name() + " (armed)");
  }
}
