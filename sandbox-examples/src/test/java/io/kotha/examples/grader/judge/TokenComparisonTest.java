package io.kotha.examples.grader.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.grader.problem.ComparisonFlags;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of the default validator; in the tables, an underscore is a space and a slash a newline.
 */
class TokenComparisonTest {

  @ParameterizedTest
  @CsvSource({
    "'',                        a_b/,     a_b/,       true",
    "'',                        a_b/,     a__b,       true",
    "'',                        a_b/,     //a/b//,    true",
    "'',                        a_b/,     a_b_c/,     false",
    "'',                        a_b/,     a/,         false",
    "'',                        a_b/,     ab/,        false",
    "'',                        a_b/,     '',         false",
    "'',                        '',       //_/,       true",
    "'',                        '',       x,          false",
    "'',                        YES/,     yes/,       true",
    "case_sensitive,            YES/,     yes/,       false",
    "case_sensitive,            YES/,     YES/,       true",
    "'',                        1.0/,     1/,         false",
    "'',                        É/,       é/,         false",
    "space_change_sensitive,    a_b/,     a_b/,       true",
    "space_change_sensitive,    a_b/,     a__b/,      false",
    "space_change_sensitive,    a_b/,     a_b,        false",
    "space_change_sensitive,    a_b/,     _a_b/,      false",
    "space_change_sensitive,    a_b/,     a/b/,       false",
    "space_change_sensitive,    a_b,      a_b/,       false",
    "space_change_sensitive,    '',       /,          false",
    "space_change_sensitive,    YES/,     yes/,       true",
  })
  void comparesTokens(String flags, String answer, String output, boolean accepted) {
    assertThat(accepts(flags, answer, output)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({
    "float_tolerance 1e-6,            0.0314,      3.14000000e-2,  true",
    "float_tolerance 1e-6,            1000000,     1000000.9,      true",
    "float_tolerance 1e-6,            1000000,     1000001.1,      false",
    "float_tolerance 1e-6,            0,           0.0000009,      true",
    "float_tolerance 1e-6,            0,           0.0000011,      false",
    "float_absolute_tolerance 0.5,    100,         100.5,          true",
    "float_absolute_tolerance 0.5,    100,         100.75,         false",
    "float_relative_tolerance 0.5,    100,         150,            true",
    "float_relative_tolerance 0.5,    100,         151,            false",
    "float_relative_tolerance 0.5,    -100,        -50,            true",
    "float_relative_tolerance 0.5,    0,           0.001,          false",
    "float_relative_tolerance 0.5,    0,           -0,             true",
    "float_relative_tolerance 0.01 float_absolute_tolerance 5,  10,    14,  true",
    "float_relative_tolerance 0.01 float_absolute_tolerance 5,  1000,  1009,  true",
    "float_relative_tolerance 0.01 float_absolute_tolerance 5,  100,   106,  false",
    "float_tolerance 0,               1,           1.0,            true",
    "float_tolerance 0,               1,           1.0000001,      false",
    "float_tolerance 1,               5,           five,           false",
    "float_tolerance 1,               5,           NaN,            false",
    "float_tolerance 1,               5,           nan,            false",
    "float_tolerance 1,               5,           inf,            false",
    "float_tolerance 1,               5,           0x5,            false",
    "float_tolerance 1,               5,           5f,             false",
    "float_tolerance 1,               5,           5d,             false",
    "float_tolerance 1,               5,           1e999,          false",
    "float_tolerance 1,               1e999,       1e999,          true",
    "float_tolerance 1,               1e999,       2e999,          false",
    "float_tolerance 1,               inf,         INF,            true",
    "float_tolerance 1,               word,        WORD,           true",
    "float_tolerance 1,               word,        5,              false",
    "float_tolerance 1 case_sensitive,  word,      WORD,           false",
    "float_tolerance 1,               5_6,         5,              false",
    "float_tolerance 1,               5,           5_6,            false",
  })
  void comparesNumbers(String flags, String answer, String output, boolean accepted) {
    assertThat(accepts(flags, answer, output)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "+1", "1.", "01", "1.0e0", "10e-1", ".1E+1", "0.1e1", "1e-0"})
  void acceptsEveryNotationOfANumber(String one) {
    assertThat(accepts("float_tolerance 0", "1", one)).isTrue();
    assertThat(accepts("float_tolerance 0", one, "1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "e1", "1e", "1e+", "--1", "1.0.0", "1,0", "+", "0x1p0", "1_0"})
  void rejectsMalformedNumbers(String text) {
    assertThat(TokenComparison.difference(bytes("1"), bytes(text), flags("float_tolerance 100")))
        .isPresent();
  }

  @Test
  void acceptsExactlySixKindsOfWhiteSpace() {
    assertThat(difference("a b c d e f", "a\tb\nc\u000bd\fe\rf")).isEmpty();
    assertThat(difference("a b", "a\u00a0b")).isNotEmpty();
    assertThat(difference("a b", "a\0b")).isNotEmpty();
  }

  @Test
  void namesTheLineAndShortensLongTokens() {
    String difference = difference("1\n2\n3\n", "1\n2\n" + "9".repeat(5000));
    assertThat(difference).contains("line 3").hasSizeLessThan(200);
  }

  @Test
  @Timeout(30)
  void comparesHugeTokensInLinearTime() {
    String digits = "9".repeat(2_000_000);
    assertThat(
            TokenComparison.difference(
                bytes(digits), bytes(digits + "e"), flags("float_tolerance 1")))
        .isPresent();
    assertThat(
            TokenComparison.difference(
                bytes("1"), bytes("1e" + digits), flags("float_tolerance 1")))
        .isPresent();
  }

  private static boolean accepts(String flags, String answer, String output) {
    return TokenComparison.difference(spelled(answer), spelled(output), flags(flags)).isEmpty();
  }

  private static String difference(String answer, String output) {
    return TokenComparison.difference(bytes(answer), bytes(output), ComparisonFlags.NONE)
        .orElse("");
  }

  private static ComparisonFlags flags(String flags) {
    return ComparisonFlags.parse(flags.isEmpty() ? List.of() : List.of(flags.split(" ")));
  }

  private static byte[] spelled(String text) {
    return bytes(text.replace('_', ' ').replace('/', '\n'));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
