package io.kotha.sandbox.linux.verdict;

import java.util.List;

/**
 * A system call that was refused and for which the room was killed.
 *
 * @param number the number of the call on this architecture
 * @param arguments its six arguments
 */
public record DeniedCall(int number, List<Long> arguments) {
  public DeniedCall {
    arguments = List.copyOf(arguments);
  }
}
