package io.kotha.sandbox.seccomp;

import java.util.List;

/**
 * One sentence of a {@link SyscallPolicy}: what happens to calls of this name whose arguments meet
 * all conditions.
 *
 * @param syscall the kernel's name of the call, such as {@code openat}
 * @param action what happens to it
 * @param conditions all of which must hold; none means every call of this name
 */
public record SyscallRule(
    String syscall, SyscallAction action, List<ArgumentCondition> conditions) {

  /** Copies the conditions. */
  public SyscallRule {
    if (syscall.isBlank()) {
      throw new IllegalArgumentException("a rule names a system call");
    }
    if (action instanceof SyscallAction.Once && !syscall.equals("execve")) {
      throw new IllegalArgumentException("only execve can be granted once, not " + syscall);
    }
    conditions = List.copyOf(conditions);
  }

  /** A rule for every call of this name. */
  public SyscallRule(String syscall, SyscallAction action) {
    this(syscall, action, List.of());
  }

  /** Whether it decides on calls of this name whatever their arguments. */
  public boolean isUnconditional() {
    return conditions.isEmpty();
  }

  /**
   * Whether all conditions hold.
   *
   * @param registers the six argument registers
   */
  public boolean matches(long... registers) {
    return conditions.stream().allMatch(c -> c.holds(registers[c.index()]));
  }
}
