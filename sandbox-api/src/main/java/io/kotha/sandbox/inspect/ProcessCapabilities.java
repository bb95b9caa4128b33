package io.kotha.sandbox.inspect;

import java.util.Objects;

/**
 * The five capability sets of one process ({@code capabilities(7)}), from the lines of {@code
 * proc_pid_status(5)}. They apply in the user namespace that the process is in. Each thread has
 * sets of its own; these are of the first thread. Immutable.
 *
 * @param pid pid of the process
 * @param inheritable preserved across {@code execve(2)}; {@code CapInh}
 * @param permitted limit on what the process may make effective; {@code CapPrm}
 * @param effective checked by the kernel; {@code CapEff}
 * @param bounding limit on what the process may gain by {@code execve(2)}; {@code CapBnd}
 * @param ambient preserved across {@code execve(2)} of a program without privilege; {@code CapAmb}
 */
public record ProcessCapabilities(
    long pid,
    CapabilitySet inheritable,
    CapabilitySet permitted,
    CapabilitySet effective,
    CapabilitySet bounding,
    CapabilitySet ambient) {

  public ProcessCapabilities {
    Objects.requireNonNull(inheritable, "inheritable");
    Objects.requireNonNull(permitted, "permitted");
    Objects.requireNonNull(effective, "effective");
    Objects.requireNonNull(bounding, "bounding");
    Objects.requireNonNull(ambient, "ambient");
  }
}
