package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.List;
import java.util.Optional;

/**
 * A system call that a parked payload makes after its filter is loaded and before {@code execve}.
 *
 * @param name the name of the call
 * @param conditions the conditions that its arguments always meet there
 */
record ParkedCall(String name, List<ArgumentCondition> conditions) {

  ParkedCall(String name, ArgumentCondition... conditions) {
    this(name, List.of(conditions));
  }

  /**
   * Returns whether the policy certainly lets the kernel execute this call. A rule whose match
   * depends on unknown arguments counts against the call.
   */
  boolean isGrantedBy(SyscallPolicy policy) {
    List<SyscallRule> rules = policy.rules();
    for (int i = rules.size() - 1; i >= 0; i--) {
      SyscallRule rule = rules.get(i);
      Optional<Boolean> matches = rule.syscall().equals(name) ? matches(rule) : Optional.of(false);
      if (matches.isEmpty() && !grants(rule.action())) {
        return false;
      } else if (matches.isPresent() && matches.get()) {
        return grants(rule.action());
      }
    }
    return grants(policy.defaultAction());
  }

  /** Decides whether a rule for this call matches; empty if that depends on unknown arguments. */
  private Optional<Boolean> matches(SyscallRule rule) {
    Optional<Boolean> all = Optional.of(true);
    for (ArgumentCondition c : rule.conditions()) {
      Optional<Boolean> holds = KnownBits.of(c.index(), conditions).decide(c);
      if (holds.isPresent() && !holds.get()) {
        return holds;
      } else if (holds.isEmpty()) {
        all = holds;
      }
    }
    return all;
  }

  private static boolean grants(SyscallAction action) {
    return action instanceof SyscallAction.Allow
        || action instanceof SyscallAction.Log
        || action instanceof SyscallAction.Once;
  }
}
