package io.kotha.examples.ship.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Tests of signal names. */
class SignalsTest {

  private final Signals signals = new Signals();

  @Test
  void namesAndNumbersAreThoseOfLinux() {
    assertThat(signals.convert("KILL")).isEqualTo(9);
    assertThat(signals.convert("SIGTERM")).isEqualTo(15);
    assertThat(signals.convert("hup")).isEqualTo(1);
    assertThat(signals.convert("sigsys")).isEqualTo(31);
    assertThat(signals.convert("64")).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65", "-9", "SIG", "NOPE", "SIGSIGTERM", "9x"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> signals.convert(text)).isInstanceOf(TypeConversionException.class);
  }
}
