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
import java.util.Set;

/**
 * A policy compiled to the seccomp programs that the payload loads.
 *
 * @param main the program that is loaded before the payload waits for its command
 * @param late the program that is loaded just before {@code execve}
 * @param listener the program that has a listener; a process can have one
 * @param keyrings whether the programs may let a call pass that reaches a keyring
 */
public record Filters(
    Optional<BpfProgram> main, Optional<BpfProgram> late, Listener listener, boolean keyrings) {

  private static final Set<String> KEY_CALLS = Set.of("keyctl", "add_key", "request_key");

  /** The program whose calls a listener answers. */
  public enum Listener {
    /** Neither program has a listener. */
    NONE,
    /** The main program: the zygote learns which call was fatal. */
    MAIN,
    /** The late program: the JVM answers calls. */
    LATE
  }

  private static final Filters OFF =
      new Filters(Optional.empty(), Optional.empty(), Listener.NONE, true);

  /**
   * Compiles a policy.
   *
   * @throws IllegalArgumentException if no program could start under it, or it names an unknown
   *     system call
   */
  public static Filters of(SyscallPolicy policy, Arch arch) {
    if (policy.isNone()) {
      return OFF;
    }
    if (EmulationPolicy.isNeededFor(policy)) {
      return new Filters(
          Optional.empty(),
          Optional.of(PolicyCompiler.compile(EmulationPolicy.of(policy), arch, KillMode.NOTIFY)),
          Listener.LATE,
          reachesKeyrings(policy));
    }
    ParkedCalls parked = ParkedCalls.of(policy);
    boolean notifies = isFatal(policy);
    KillMode fatal = notifies ? KillMode.NOTIFY : KillMode.KILL_PROCESS;
    // The main program has the listener, so a call that the late one refuses dies without a report.
    return new Filters(
        Optional.of(PolicyCompiler.compile(parked.widened(), arch, fatal)),
        parked.late().map(late -> PolicyCompiler.compile(late, arch, KillMode.KILL_PROCESS)),
        notifies ? Listener.MAIN : Listener.NONE,
        reachesKeyrings(policy));
  }

  private static boolean reachesKeyrings(SyscallPolicy policy) {
    return !isRefusal(policy.defaultAction())
        || policy.rules().stream()
            .anyMatch(r -> KEY_CALLS.contains(r.syscall()) && !isRefusal(r.action()));
  }

  private static boolean isRefusal(SyscallAction action) {
    return action instanceof SyscallAction.Errno
        || action instanceof SyscallAction.Kill
        || action instanceof SyscallAction.Trap;
  }

  /** Returns whether a call can end the program, so that the verdict has to name it. */
  private static boolean isFatal(SyscallPolicy policy) {
    return isFatal(policy.defaultAction())
        || isFatal(policy.unknown())
        || policy.rules().stream().anyMatch(rule -> isFatal(rule.action()));
  }

  private static boolean isFatal(SyscallAction action) {
    return action instanceof SyscallAction.Kill || action instanceof SyscallAction.Once;
  }
}
