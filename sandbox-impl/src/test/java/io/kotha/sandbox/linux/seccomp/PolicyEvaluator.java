package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.List;
import java.util.Optional;

/**
 * The meaning of a policy, evaluated directly from its description: the reference for the compiler.
 */
final class PolicyEvaluator {

  private PolicyEvaluator() {}

  static SyscallAction evaluate(SyscallPolicy policy, Arch arch, SeccompData data) {
    if (data.arch() != arch.auditArch()) {
      return SyscallAction.kill();
    }
    if (arch == Arch.X86_64 && Integer.compareUnsigned(data.number(), 0x4000_0000) >= 0) {
      return SyscallAction.ENOSYS;
    }
    Optional<String> name = arch.table().nameOf(data.number());
    if (name.isEmpty()) {
      return policy.unknown();
    }
    List<SyscallRule> rules = policy.rules();
    for (int i = rules.size() - 1; i >= 0; i--) {
      SyscallRule rule = rules.get(i);
      if (rule.syscall().equals(name.get()) && rule.matches(data.arguments())) {
        return rule.action();
      }
    }
    return policy.defaultAction();
  }
}
