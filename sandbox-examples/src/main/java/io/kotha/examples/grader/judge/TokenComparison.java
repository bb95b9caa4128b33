package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.ComparisonFlags;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The comparison of the format's default output validator. It compares tokens between white space
 * as bytes; {@link ComparisonFlags} selects case, white space and tolerances of numbers.
 */
final class TokenComparison {

  /**
   * Decimal with an optional exponent; the format has no hexadecimal numbers and no infinity. The
   * quantifiers are possessive, so that a long token does not make the matcher backtrack.
   */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

  private final Tokens answer;
  private final Tokens output;
  private final ComparisonFlags flags;

  private TokenComparison(Tokens answer, Tokens output, ComparisonFlags flags) {
    this.answer = answer;
    this.output = output;
    this.flags = flags;
  }

  /** Describes the first difference; empty if the output is right. */
  static Optional<String> difference(byte[] answer, byte[] output, ComparisonFlags flags) {
    return new TokenComparison(new Tokens(answer), new Tokens(output), flags).difference();
  }

  private Optional<String> difference() {
    while (true) {
      boolean sameSpace = answer.skipSpace().equals(output.skipSpace());
      if (flags.spaces() == ComparisonFlags.Spaces.SAME && !sameSpace) {
        return at("white space differs");
      }
      if (answer.atEnd() || output.atEnd()) {
        return end();
      }
      Optional<String> difference = compare(answer.next(), output.next());
      if (difference.isPresent()) {
        return difference;
      }
    }
  }

  private Optional<String> end() {
    if (answer.atEnd() && output.atEnd()) {
      return Optional.empty();
    }
    return answer.atEnd()
        ? at("trailing output " + quoted(output.next()))
        : at("the output ends where " + quoted(answer.next()) + " is expected");
  }

  private Optional<String> compare(String expected, String found) {
    OptionalDouble number = flags.comparesNumbers() ? number(expected) : OptionalDouble.empty();
    if (number.isPresent()) {
      return compare(number.getAsDouble(), expected, found);
    }
    boolean equal =
        flags.letters() == ComparisonFlags.Letters.SAME_CASE
            ? expected.equals(found)
            : equalInAnyCase(expected, found);
    return equal ? Optional.empty() : at(quoted(found) + " instead of " + quoted(expected));
  }

  private Optional<String> compare(double expected, String expectedText, String found) {
    OptionalDouble number = number(found);
    if (number.isEmpty()) {
      return at(quoted(found) + " instead of the number " + quoted(expectedText));
    }
    double error = Math.abs(expected - number.getAsDouble());
    boolean near =
        flags.absolute().stream().anyMatch(limit -> error <= limit)
            || flags.relative().stream().anyMatch(limit -> error <= limit * Math.abs(expected));
    return near
        ? Optional.empty()
        : at(quoted(found) + " instead of " + quoted(expectedText) + ", off by " + error);
  }

  private static OptionalDouble number(String token) {
    if (!NUMBER.matcher(token).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(token);
    return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Compares without regard to the case of ASCII letters; other bytes have no case. */
  private static boolean equalInAnyCase(String a, String b) {
    if (a.length() != b.length()) {
      return false;
    }
    for (int i = 0; i < a.length(); i++) {
      if (lower(a.charAt(i)) != lower(b.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  private Optional<String> at(String difference) {
    return Optional.of("line " + output.line() + ": " + difference);
  }

  private static String quoted(String token) {
    String text = token.length() > 40 ? token.substring(0, 40) : token;
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return '"' + new String(bytes, StandardCharsets.UTF_8) + (token.length() > 40 ? "…\"" : "\"");
  }
}
