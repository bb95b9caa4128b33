package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.linux.seccomp.bpf.Assembler;
import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import io.kotha.sandbox.linux.seccomp.bpf.DataWord;
import io.kotha.sandbox.linux.seccomp.bpf.Decision;
import io.kotha.sandbox.linux.seccomp.bpf.DecisionGraph;
import io.kotha.sandbox.linux.seccomp.bpf.FatalAs;
import io.kotha.sandbox.linux.seccomp.bpf.FilterReturn;
import io.kotha.sandbox.linux.seccomp.bpf.NumberTree;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Turns a policy into a filter: first the architecture, then a tree over the numbers, at its leaves
 * the conditions on arguments.
 *
 * <p>A call through a foreign ABI is fatal, whatever the policy says: it is never an accident, and
 * its numbers mean something else. A call through x32 gets {@code ENOSYS} like on a kernel that is
 * built without it; the same answer serves number -1, which programs pass to learn just that.
 */
public final class PolicyCompiler {

  private final SyscallPolicy policy;
  private final Arch arch;
  private final FatalAs fatal;
  private final DecisionGraph graph = new DecisionGraph();

  private PolicyCompiler(SyscallPolicy policy, Arch arch, FatalAs fatal) {
    this.policy = policy;
    this.arch = arch;
    this.fatal = fatal;
  }

  /**
   * Compiles a policy.
   *
   * @throws IllegalArgumentException when it names a call that no architecture has
   */
  public static BpfProgram compile(SyscallPolicy policy, Arch arch, FatalAs fatal) {
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

  /** What happens to each call of the table, by its number. */
  private NavigableMap<Integer, Decision> calls() {
    NavigableMap<Integer, Decision> calls = new TreeMap<>();
    Decision otherwise = outcome(policy.defaultAction());
    for (Integer number : arch.table().names().keySet()) {
      calls.put(number, otherwise);
    }
    for (SyscallRule rule : policy.rules()) {
      OptionalInt number = numberOf(rule);
      if (number.isPresent()) {
        Decision before = calls.getOrDefault(number.getAsInt(), otherwise);
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

  /** The later rule is asked first. */
  private Decision decision(SyscallRule rule, Decision before) {
    return graph.allOf(rule.conditions(), outcome(rule.action()), before);
  }

  private Decision outcome(SyscallAction action) {
    return graph.outcome(FilterReturn.of(action, fatal));
  }
}
