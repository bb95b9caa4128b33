package io.kotha.examples.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "2s, PT2S",
    "1.5s, PT1.5S",
    "1m30s, PT1M30S",
    "2h, PT2H",
    "3d, PT72H",
    "300000000s, PT300000000S",
    "0s, PT0S"
  })
  void parsesDurations(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "s", "2 s", "2sec", "-2s", "1s x", "x1s", "2s3", "1e3s", "2S"})
  void rejectsMalformedDurations(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @Test
  void rejectsDurationsThatOverflow() {
    assertThatThrownBy(() -> Durations.parse("999999999999d")).hasMessageContaining("too long");
  }
}
