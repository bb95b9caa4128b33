package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.seccomp.EmulationPolicy;
import io.kotha.sandbox.linux.seccomp.ParkedCalls;
import io.kotha.sandbox.linux.seccomp.PolicyCompiler;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Optional;

/**
 * A policy as the payload loads it.
 *
 * @param main while it is parked
 * @param late just before {@code execve}
 * @param listener which of them has one
 */
public record Filters(
    Optional<BpfProgram> main, Optional<BpfProgram> late, Optional<Plan.Flag> listener) {

  private static final Filters NONE =
      new Filters(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Compiles a policy.
   *
   * @throws IllegalArgumentException when no program could start under it, or it names a call that
   *     there is not
   */
  public static Filters of(SyscallPolicy policy, Arch arch) {
    if (policy.isNone()) {
      return NONE;
    }
    if (EmulationPolicy.isNeededFor(policy)) {
      return new Filters(
          Optional.empty(),
          Optional.of(PolicyCompiler.compile(EmulationPolicy.of(policy), arch, KillMode.NOTIFY)),
          Optional.of(Plan.Flag.SUPERVISED));
    }
    ParkedCalls parked = ParkedCalls.of(policy);
    boolean notifies = isFatal(policy);
    KillMode fatal = notifies ? KillMode.NOTIFY : KillMode.KILL_PROCESS;
    // One listener a process, and the main program has it: what the late one kills, it kills
    // mutely.
    return new Filters(
        Optional.of(PolicyCompiler.compile(parked.widened(), arch, fatal)),
        parked.late().map(late -> PolicyCompiler.compile(late, arch, KillMode.KILL_PROCESS)),
        notifies ? Optional.of(Plan.Flag.NOTIFY) : Optional.empty());
  }

  /** Whether some call ends the program, so that the verdict has a call to name. */
  private static boolean isFatal(SyscallPolicy policy) {
    return isFatal(policy.defaultAction())
        || isFatal(policy.unknown())
        || policy.rules().stream().anyMatch(rule -> isFatal(rule.action()));
  }

  private static boolean isFatal(SyscallAction action) {
    return action instanceof SyscallAction.Kill || action instanceof SyscallAction.Once;
  }
}
