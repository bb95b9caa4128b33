package io.kotha.sandbox.seccomp;

import java.util.List;
import java.util.Objects;

/**
 * One rule of a {@link SyscallPolicy}: an action on the calls of one name whose arguments meet all
 * conditions. Immutable.
 *
 * @param syscall the kernel's name of the call, such as {@code openat}
 * @param action action on the call
 * @param conditions conditions that must all hold; if empty, the rule matches every call of this
 *     name
 */
public record SyscallRule(
    String syscall, SyscallAction action, List<ArgumentCondition> conditions) {

  /**
   * Copies the conditions.
   *
   * @throws IllegalArgumentException if the name is blank, or the action is {@link
   *     SyscallAction#once()} for a call other than {@code execve}
   */
  public SyscallRule {
    Objects.requireNonNull(syscall, "syscall");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(conditions, "conditions");
    if (syscall.isBlank()) {
      throw new IllegalArgumentException("the system call of a rule must not be blank");
    }
    if (action instanceof SyscallAction.Once && !syscall.equals("execve")) {
      throw new IllegalArgumentException("only execve can be granted once, not " + syscall);
    }
    conditions = List.copyOf(conditions);
  }

  /** Creates a rule for every call of this name. */
  public SyscallRule(String syscall, SyscallAction action) {
    this(syscall, action, List.of());
  }

  /** Returns whether the rule matches every call of this name. */
  public boolean isUnconditional() {
    return conditions.isEmpty();
  }

  /**
   * Returns whether all conditions hold.
   *
   * @param registers the six argument registers
   */
  public boolean matches(long... registers) {
    return conditions.stream().allMatch(c -> c.holds(registers[c.index()]));
  }
}
