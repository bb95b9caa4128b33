package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.ArgumentCondition.Width;
import io.kotha.sandbox.seccomp.SyscallAction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The number of bits that the kernel reads of each argument of each call.
 *
 * <p>The kernel ignores the high half of a register whose argument it reads as 32 bits. A condition
 * that compared that half could be evaded by setting it.
 */
final class ArgumentWidths {

  private static final String RESOURCE = "argument-widths.tsv";

  private static final Map<String, String> WIDTHS = load();

  private static final long LOW = Width.INT.bits();

  /** The comparisons that hold for fewer arguments if they compare the low half only. */
  private static final Set<Operator> WIDER_IN_LONG =
      Set.of(Operator.NE, Operator.GT, Operator.GE, Operator.MASKED_NE);

  private ArgumentWidths() {}

  private static Map<String, String> load() {
    InputStream in = ArgumentWidths.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IllegalStateException("this build of Kotha lacks the resource " + RESOURCE);
    }
    Map<String, String> widths = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        if (!line.startsWith("#")) {
          widths.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
    return Map.copyOf(widths);
  }

  /** Returns one letter for each argument of a call, as in the table; empty if it has no row. */
  static String of(String syscall) {
    return WIDTHS.getOrDefault(syscall, "");
  }

  /**
   * Returns a condition on as many bits as the kernel reads. If the kernel narrows the argument in
   * some cases, this returns the comparison of 32 or of 64 bits that permits less: the one that
   * holds for more arguments if the action refuses, and for fewer if it permits.
   *
   * @param value the constant
   * @param mask the bits that a masked operator compares; ignored for the others
   * @throws IllegalArgumentException if the condition cannot hold, see {@link ArgumentCondition}
   */
  static ArgumentCondition condition(
      String syscall, int index, Operator operator, long value, long mask, SyscallAction action) {
    boolean masked = operator == Operator.MASKED_EQ || operator == Operator.MASKED_NE;
    String widths = of(syscall);
    char width = index >= 0 && index < widths.length() ? widths.charAt(index) : 'x';
    if (width == 'i') {
      return new ArgumentCondition(index, Width.INT, operator, value, masked ? mask : LOW);
    }
    ArgumentCondition whole =
        new ArgumentCondition(
            index, Width.LONG, operator, value, masked ? mask : Width.LONG.bits());
    boolean permits = action instanceof SyscallAction.Allow || action instanceof SyscallAction.Log;
    if (width == 'l' || permits != WIDER_IN_LONG.contains(operator) || !hasLowPart(whole)) {
      return whole;
    }
    return new ArgumentCondition(
        index, Width.INT, operator, value & LOW, masked ? mask & LOW : LOW);
  }

  /** Returns whether the low half can decide: an order in relation to a large constant cannot. */
  private static boolean hasLowPart(ArgumentCondition condition) {
    return switch (condition.operator()) {
      case EQ, NE -> true;
      case MASKED_EQ, MASKED_NE -> (condition.mask() & LOW) != 0;
      case LT, LE, GT, GE -> Long.compareUnsigned(condition.value(), LOW) <= 0;
    };
  }
}
