package io.kotha.sandbox.linux.verdict;

import java.util.List;

/** A system call whose refusal ends its room. */
public record DeniedCall(int number, List<Long> arguments) {
  public DeniedCall {
    arguments = List.copyOf(arguments);
  }
}
