package io.kotha.examples.ship.seccomp;

import io.kotha.examples.ship.seccomp.SeccompJson.Argument;
import io.kotha.sandbox.ArgumentCondition;
import io.kotha.sandbox.SyscallArgument;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons of arguments.
 *
 * <p>The file's are all of 64 bits. Where the kernel takes an {@code int} it drops the upper half,
 * so that a program could pass {@code 0x1_0000_0028} where {@code != 40} is asked for; the
 * arguments below are compared as the kernel takes them.
 */
final class Conditions {

  private static final Map<String, Set<Integer>> INTS =
      Map.of(
          "socket", Set.of(0, 1, 2),
          "socketpair", Set.of(0, 1, 2),
          "personality", Set.of(0),
          "clone", Set.of(0),
          "unshare", Set.of(0),
          "setns", Set.of(0, 1),
          "ioctl", Set.of(0, 1),
          "fcntl", Set.of(0, 1),
          "prctl", Set.of(0),
          "keyctl", Set.of(0));

  private Conditions() {}

  /**
   * The sets of conditions under which a rule applies. As in runc: all of them together, but if two
   * are on the same argument, each by itself.
   */
  static List<List<ArgumentCondition>> alternatives(String call, List<Argument> arguments) {
    List<ArgumentCondition> all = arguments.stream().map(a -> condition(call, a)).toList();
    long different = arguments.stream().map(a -> a.index).distinct().count();
    return different == all.size() ? List.of(all) : all.stream().map(List::of).toList();
  }

  private static ArgumentCondition condition(String call, Argument argument) {
    boolean isInt = INTS.getOrDefault(call, Set.of()).contains(argument.index);
    SyscallArgument left =
        isInt ? SyscallArgument.int32(argument.index) : SyscallArgument.int64(argument.index);
    long value = number(argument.value);
    return switch (String.valueOf(argument.op)) {
      case "SCMP_CMP_EQ" -> left.is(value);
      case "SCMP_CMP_NE" -> left.isNot(value);
      case "SCMP_CMP_LT" -> left.isBelow(value);
      case "SCMP_CMP_LE" -> left.isAtMost(value);
      case "SCMP_CMP_GT" -> left.isAbove(value);
      case "SCMP_CMP_GE" -> left.isAtLeast(value);
      case "SCMP_CMP_MASKED_EQ" -> left.isMasked(value, number(argument.valueTwo));
      default -> throw new IllegalArgumentException(call + ": unknown comparison " + argument.op);
    };
  }

  /** Up to 2⁶⁴−1, which a {@code long} holds as a negative number. */
  private static long number(@Nullable BigInteger value) {
    BigInteger number = value == null ? BigInteger.ZERO : value;
    if (number.bitLength() > 64) {
      throw new IllegalArgumentException(number + " does not fit an argument");
    }
    return number.longValue();
  }
}
