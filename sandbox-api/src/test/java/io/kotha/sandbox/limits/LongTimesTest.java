package io.kotha.sandbox.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.PoolSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Times that a caller means as "for ever", and times that are none. */
class LongTimesTest {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  /** Sets a time and returns the one that was kept. */
  private static Stream<Named<UnaryOperator<Duration>>> settings() {
    return Stream.of(
        Named.of("cpu", time -> TimeLimits.NONE.cpu(time).cpu()),
        Named.of("wall", time -> TimeLimits.NONE.wall(time).wall()),
        Named.of("idle", time -> TimeLimits.NONE.idle(time).idle()),
        Named.of("setup", time -> TimeLimits.NONE.setup(time).setup()),
        Named.of("pool", time -> PoolSettings.of(1).idleTimeout(time).idleTimeout()));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void longTimeDoesNotOverflow(UnaryOperator<Duration> setting) {
    for (Duration time : List.of(FOREVER, Duration.ofDays(365_000))) {
      long now = 1L << 62; // later than any clock that counts from the boot
      assertThat(Math.addExact(now, setting.apply(time).toNanos())).isPositive();
    }
    assertThat(setting.apply(Duration.ofDays(365))).isEqualTo(Duration.ofDays(365));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void timeMustBePositive(UnaryOperator<Duration> setting) {
    for (Duration time : List.of(Duration.ZERO, Duration.ofNanos(-1), FOREVER.negated())) {
      assertThatThrownBy(() -> setting.apply(time))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be more than 0");
    }
  }

  @Test
  void longGraceAndBurstDoNotOverflow() {
    assertThat(new TimeLimits.Grace(FOREVER, TimeLimits.Grace.Warning.SILENT).extra().toNanos())
        .isPositive();
    assertThat(CpuLimits.NONE.rate(1.0).burst(FOREVER).burst().toNanos()).isPositive();
  }
}
