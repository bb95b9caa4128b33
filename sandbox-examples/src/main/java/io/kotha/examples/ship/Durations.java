package io.kotha.examples.ship;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parser of durations. */
final class Durations {

  private static final Pattern PART = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Parses a duration such as {@code 500ms}, {@code 2s}, {@code 1.5s}, {@code 1m30s}, {@code 2h} or
   * {@code 3d}.
   *
   * @throws IllegalArgumentException if the text is malformed or too large; every number needs a
   *     unit
   */
  static Duration parse(String text) {
    Matcher matcher = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(unit(matcher.group(2)));
      sum = sum.plusNanos(exact(nanos, text));
      end = matcher.end();
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException(
          "not a duration: \"" + text + "\" (examples: 500ms, 2s, 1m30s, 2h)");
    }
    return sum;
  }

  private static BigDecimal unit(String name) {
    long nanos =
        switch (name) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 86_400_000_000_000L;
        };
    return BigDecimal.valueOf(nanos);
  }

  private static long exact(BigDecimal nanos, String text) {
    try {
      return nanos.toBigInteger().longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("duration is too long: \"" + text + "\"", e);
    }
  }
}
