package io.kotha.sandbox.linux;

import java.util.List;

/** A system call whose refusal ends its room. */
record DeniedCall(int number, List<Long> arguments) {
  DeniedCall {
    arguments = List.copyOf(arguments);
  }
}
