package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.linux.seccomp.bpf.Assembler;
import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import io.kotha.sandbox.linux.seccomp.bpf.DataWord;
import io.kotha.sandbox.linux.seccomp.bpf.Decision;
import io.kotha.sandbox.linux.seccomp.bpf.DecisionGraph;
import io.kotha.sandbox.linux.seccomp.bpf.FilterReturn;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.linux.seccomp.bpf.NumberTree;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Compiles a policy to a filter. The filter first checks the architecture, then finds the system
 * call in a tree over the call numbers, and then checks the conditions on its arguments.
 *
 * <p>A call through a foreign ABI is fatal under every policy: it never happens by accident, and
 * its numbers mean other calls. A call through x32 returns {@code ENOSYS}, as on a kernel that is
 * built without x32. Call number -1, which programs use to probe for {@code ENOSYS}, gets the same
 * answer.
 */
public final class PolicyCompiler {

  private final SyscallPolicy policy;
  private final Arch arch;
  private final KillMode fatal;
  private final DecisionGraph graph = new DecisionGraph();

  private PolicyCompiler(SyscallPolicy policy, Arch arch, KillMode fatal) {
    this.policy = policy;
    this.arch = arch;
    this.fatal = fatal;
  }

  /**
   * Compiles a policy.
   *
   * @throws IllegalArgumentException if the policy names a call that no architecture has
   */
  public static BpfProgram compile(SyscallPolicy policy, Arch arch, KillMode fatal) {
    return Assembler.assemble(new PolicyCompiler(policy, arch, fatal).decision());
  }

  private Decision decision() {
    return graph.test(
        DataWord.ARCH, Jump.JEQ, arch.auditArch(), numbers(), outcome(SyscallAction.kill()));
  }

  private Decision numbers() {
    Decision unknown = outcome(policy.unknown());
    NavigableMap<Integer, Decision> calls = calls();
    NumberTree tree = new NumberTree(graph, calls.lastKey() + 1);
    int next = 0;
    for (Map.Entry<Integer, Decision> call : calls.entrySet()) {
      if (call.getKey() > next) {
        tree.add(next, unknown);
      }
      tree.add(call.getKey(), call.getValue());
      next = call.getKey() + 1;
    }
    tree.add(next, unknown);
    if (arch == Arch.X86_64) {
      tree.add(Arch.X32_BIT, outcome(SyscallAction.ENOSYS));
    }
    return tree.root();
  }

  /** Returns the decision for each call of the table, by call number. */
  private NavigableMap<Integer, Decision> calls() {
    NavigableMap<Integer, Decision> calls = new TreeMap<>();
    Decision defaultAction = outcome(policy.defaultAction());
    for (Integer number : arch.table().names().keySet()) {
      calls.put(number, defaultAction);
    }
    for (SyscallRule rule : policy.rules()) {
      OptionalInt number = numberOf(rule);
      if (number.isPresent()) {
        Decision before = calls.getOrDefault(number.getAsInt(), defaultAction);
        calls.put(number.getAsInt(), decision(rule, before));
      }
    }
    return calls;
  }

  private OptionalInt numberOf(SyscallRule rule) {
    OptionalInt number = arch.table().numberOf(rule.syscall());
    if (number.isEmpty() && !isKnown(rule.syscall())) {
      throw new IllegalArgumentException(
          "policy %s: no system call is called %s".formatted(policy.name(), rule.syscall()));
    }
    return number;
  }

  private static boolean isKnown(String syscall) {
    for (Arch arch : Arch.values()) {
      if (arch.table().numberOf(syscall).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Puts a rule in front of the earlier ones: the last rule that matches decides. */
  private Decision decision(SyscallRule rule, Decision before) {
    return graph.allOf(rule.conditions(), outcome(rule.action()), before);
  }

  private Decision outcome(SyscallAction action) {
    return graph.outcome(FilterReturn.of(action, fatal));
  }
}
