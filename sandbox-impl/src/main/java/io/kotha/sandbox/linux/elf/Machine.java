package io.kotha.sandbox.linux.elf;

import java.util.Arrays;
import java.util.Optional;

/** A processor architecture of ELF files that Kotha supports. */
enum Machine {
  X86_64(62, "x86_64", "x86_64-linux-gnu"),
  AARCH64(183, "aarch64", "aarch64-linux-gnu");

  private final int number;
  private final String platform;
  private final String multiarch;

  Machine(int number, String platform, String multiarch) {
    this.number = number;
    this.platform = platform;
    this.multiarch = multiarch;
  }

  /** Returns the value of {@code $PLATFORM} in a search path. */
  String platform() {
    return platform;
  }

  /** Returns Debian's name of the library directory, such as {@code x86_64-linux-gnu}. */
  String multiarch() {
    return multiarch;
  }

  /** Returns the machine with this {@code e_machine}; empty for an unsupported one. */
  static Optional<Machine> of(int number) {
    return Arrays.stream(values()).filter(m -> m.number == number).findFirst();
  }
}
