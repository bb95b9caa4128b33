package io.kotha.sandbox.linux.seccomp.bpf;

/**
 * A 32-bit word of {@code struct seccomp_data}, the only data that a filter can load.
 *
 * @param offset its offset in bytes, a multiple of 4
 */
public record DataWord(int offset) {

  /** The number of the system call. */
  public static final DataWord NUMBER = new DataWord(0);

  /** The architecture of the call, {@code AUDIT_ARCH_*}. */
  public static final DataWord ARCH = new DataWord(4);

  private static final int FIRST_ARGUMENT = 16;

  /** Returns the low half of an argument. */
  public static DataWord low(int argument) {
    return new DataWord(FIRST_ARGUMENT + 8 * argument);
  }

  /** Returns the high half of an argument. */
  public static DataWord high(int argument) {
    return new DataWord(FIRST_ARGUMENT + 8 * argument + 4);
  }

  @Override
  public String toString() {
    return switch (offset) {
      case 0 -> "nr";
      case 4 -> "arch";
      case 8 -> "ip.low";
      case 12 -> "ip.high";
      default -> "arg" + (offset - FIRST_ARGUMENT) / 8 + (offset % 8 == 0 ? ".low" : ".high");
    };
  }
}
