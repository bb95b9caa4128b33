package io.kotha.sandbox.linux.elf;

import java.util.Arrays;
import java.util.Optional;

/** What kind of processor a file is for; the ones that Kotha runs on. */
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

  /** What {@code $PLATFORM} in a search path stands for. */
  String platform() {
    return platform;
  }

  /** Debian's name of the directory for its libraries. */
  String multiarch() {
    return multiarch;
  }

  /** By {@code e_machine}. */
  static Optional<Machine> of(int number) {
    return Arrays.stream(values()).filter(m -> m.number == number).findFirst();
  }
}
