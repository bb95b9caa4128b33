package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of {@link Sandbox#learn}. The policy is as good as the run that it was learned from: a
 * call that the program did not make there is refused. Immutable.
 *
 * @param result result of the run
 * @param calls number of times that each call was made, by name
 * @param policy smallest policy that allows the run. It grants calls by name; calls that multiplex
 *     others ({@code ioctl}, {@code prctl}, {@code fcntl}, {@code socket}, {@code clone} …) also by
 *     the arguments that select one. It grants no arguments that {@link SyscallPolicy#standard()}
 *     refuses, such as setuid modes. It also grants the calls that any program needs to start and
 *     to end
 */
public record LearnedPolicy(
    SandboxResult result, SortedMap<String, Long> calls, SyscallPolicy policy) {

  private static final int WIDTH = 96;

  /** Copies the map. */
  public LearnedPolicy {
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(calls, "calls");
    Objects.requireNonNull(policy, "policy");
    calls = Collections.unmodifiableSortedMap(new TreeMap<>(calls));
  }

  /**
   * Returns the policy as a profile for Docker and the OCI runtimes; see {@link
   * SeccompProfile#write}.
   *
   * @throws SandboxException if the provider cannot write profiles, as without {@code
   *     com.google.code.gson:gson} on the class path or module path
   */
  public String toProfile() throws SandboxException {
    return SeccompProfile.write(policy);
  }

  /** Returns the policy as a Java expression. */
  public String toJava() {
    List<String> refused = new ArrayList<>(List.of("SyscallAction.ENOSYS"));
    List<String> allowed = new ArrayList<>();
    StringBuilder selected = new StringBuilder();
    for (SyscallRule rule : policy.rules()) {
      String name = '"' + rule.syscall() + '"';
      if (!rule.isUnconditional()) {
        String conditions =
            rule.conditions().stream()
                .map(LearnedPolicy::expression)
                .collect(Collectors.joining(", "));
        selected.append("\n    .allowWhen(%s, %s)".formatted(name, conditions));
      } else {
        (rule.action().equals(SyscallAction.allow()) ? allowed : refused).add(name);
      }
    }
    return "SyscallPolicy.allowList(\"learned\")"
        + call("deny", refused)
        + call("allow", allowed)
        + selected;
  }

  private static String expression(ArgumentCondition condition) {
    String argument =
        "%s(%d)"
            .formatted(
                condition.width() == ArgumentCondition.Width.INT ? "int32" : "int64",
                condition.index());
    return switch (condition.operator()) {
      case EQ -> "%s.is(0x%x)".formatted(argument, condition.value());
      case NE -> "%s.isNot(0x%x)".formatted(argument, condition.value());
      case LT -> "%s.isBelow(0x%x)".formatted(argument, condition.value());
      case MASKED_EQ ->
          "%s.isMasked(0x%x, 0x%x)".formatted(argument, condition.mask(), condition.value());
      default -> throw new IllegalStateException("the recorder makes no " + condition);
    };
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
