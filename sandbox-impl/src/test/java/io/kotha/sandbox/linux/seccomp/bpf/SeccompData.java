package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.linux.seccomp.Arch;
import java.util.Arrays;

/**
 * The input of a filter: {@code struct seccomp_data}.
 *
 * @param number the call number
 * @param arch {@code AUDIT_ARCH_*}
 * @param arguments all six, 64 bits each
 */
public record SeccompData(int number, int arch, long... arguments) {

  public static SeccompData call(Arch arch, String name, long... arguments) {
    return new SeccompData(
        arch.table().numberOf(name).orElseThrow(), arch.auditArch(), six(arguments));
  }

  public static long[] six(long... arguments) {
    return Arrays.copyOf(arguments, 6);
  }

  /** Returns the 32-bit word at a byte offset; arguments begin at 16, low half first. */
  int word(int offset) {
    return switch (offset) {
      case 0 -> number;
      case 4 -> arch;
      case 8, 12 -> 0;
      default -> (int) (arguments[(offset - 16) / 8] >>> (offset % 8 * 8));
    };
  }
}
