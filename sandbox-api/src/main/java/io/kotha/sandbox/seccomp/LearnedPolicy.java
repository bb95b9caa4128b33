package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link Sandbox#learn} has found. A policy is as good as the run that it was learned from:
 * what the program did not do there, it will not be able to do.
 *
 * @param result of the run
 * @param calls how often each call was made
 * @param policy what the run needs and no more: calls by name, and where one call is many ({@code
 *     ioctl}, {@code prctl}, {@code fcntl}, {@code socket}, {@code clone} …) by the number that
 *     says which; besides, what any program needs to start and to end
 */
public record LearnedPolicy(
    SandboxResult result, SortedMap<String, Long> calls, SyscallPolicy policy) {

  private static final int WIDTH = 96;

  /** Copies the counts. */
  public LearnedPolicy {
    calls = Collections.unmodifiableSortedMap(new TreeMap<>(calls));
  }

  /**
   * The policy as a profile for Docker and the OCI runtimes, {@code seccomp.json}; {@link
   * SeccompProfile#read} reads it back.
   *
   * @throws SandboxException if no writer for it is on the class path
   */
  public String toProfile() throws SandboxException {
    return SeccompProfile.write(policy);
  }

  /** The policy as an expression of Java. */
  public String toJava() {
    List<String> refused = new ArrayList<>(List.of("SyscallAction.ENOSYS"));
    List<String> allowed = new ArrayList<>();
    StringBuilder selected = new StringBuilder();
    for (SyscallRule rule : policy.rules()) {
      String name = '"' + rule.syscall() + '"';
      if (!rule.isUnconditional()) {
        ArgumentCondition which = rule.conditions().get(0);
        selected.append(
            "\n    .allowWhen(%s, int32(%d).is(0x%x))"
                .formatted(name, which.index(), which.value()));
      } else {
        (rule.action().equals(SyscallAction.allow()) ? allowed : refused).add(name);
      }
    }
    return "SyscallPolicy.allowList(\"learned\")"
        + call("deny", refused)
        + call("allow", allowed)
        + selected;
  }

  private static String call(String method, List<String> arguments) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder("    ." + method + "(");
    for (String argument : arguments) {
      if (line.length() + argument.length() > WIDTH) {
        lines.append('\n').append(line.toString().stripTrailing());
        line = new StringBuilder("        ");
      }
      line.append(argument).append(", ");
    }
    line.setLength(line.length() - 2);
    return lines.append('\n').append(line).append(')').toString();
  }
}
