package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;

/**
 * The form in which a policy with emulated calls is loaded: as one filter, just before {@code
 * execve}.
 *
 * <p>It is loaded that late because the calls before {@code execve} are Kotha's own, and no
 * emulator may answer them. It is not split in two because only one filter of a process can have a
 * listener.
 */
public final class EmulationPolicy {

  private EmulationPolicy() {}

  /** Returns whether the policy emulates any call. */
  public static boolean isNeededFor(SyscallPolicy policy) {
    return policy.defaultAction() instanceof SyscallAction.Emulate
        || policy.unknown() instanceof SyscallAction.Emulate
        || policy.rules().stream().anyMatch(r -> r.action() instanceof SyscallAction.Emulate);
  }

  /** Returns the policy by which the calls are answered that the filter reports. */
  public static SyscallPolicy answering(SyscallPolicy policy) {
    return RestartedHandlers.in(policy);
  }

  /**
   * Returns the policy with the rules added that the payload needs to report to the zygote.
   *
   * @throws IllegalArgumentException if the policy refuses {@code execve}
   */
  public static SyscallPolicy of(SyscallPolicy policy) {
    SyscallAction execve = policy.actionFor(ParkedCalls.EXECVE, new long[6]);
    if (execve instanceof SyscallAction.Errno
        || execve instanceof SyscallAction.Kill
        || execve instanceof SyscallAction.Trap) {
      throw ParkedCalls.cannotStart(policy);
    }
    return answering(policy)
        .rule(ReportingCalls.by("sendmsg"))
        .rule(ReportingCalls.by("write"))
        .rule(new SyscallRule("exit_group", SyscallAction.allow()))
        .named(policy.name() + " (with emulation)");
  }
}
