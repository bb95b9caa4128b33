package io.kotha.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  /** Letters of one, two, three and four bytes in UTF-8. */
  @ParameterizedTest
  @CsvSource({"a, 3999", "\u00e9, 1999", "\u20ac, 1333", "\ud83d\ude00, 999"})
  void pathIsMeasuredInBytes(String letter, int most) {
    assertThatCode(() -> Arguments.roomPath("path", "/" + letter.repeat(most)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Arguments.roomPath("path", "/" + letter.repeat(most + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4000 bytes");
  }

  @Test
  void messageHasTheLength() {
    assertThatThrownBy(() -> Arguments.roomPath("path", "/" + "\u00e9".repeat(3000)))
        .hasMessageContaining("6001");
  }
}
