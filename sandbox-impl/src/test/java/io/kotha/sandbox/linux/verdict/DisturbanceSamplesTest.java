package io.kotha.sandbox.linux.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.linux.host.HostSample;
import io.kotha.sandbox.stats.Disturbance;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The time between two samples of the host. */
class DisturbanceSamplesTest {

  private static final Duration START = Duration.ofHours(1);

  private static HostSample sample(Duration at, long ticks) {
    return new HostSample(
        at.toNanos(), Map.of(0, ticks), OptionalLong.of(ticks), Map.of(0, 1000 * ticks));
  }

  private static List<Disturbance> between(HostSample before, HostSample after) {
    return Disturbances.of(before, after, Usage.of(Duration.ofSeconds(1)), CpuLimits.NONE);
  }

  @Test
  void samplesOfTheSameMomentTellNothing() {
    assertThat(between(sample(START, 1), sample(START, 99))).isEmpty();
    assertThat(between(sample(START, 1), sample(START.minusNanos(1), 99))).isEmpty();
  }

  @Test
  void stealIsComparedWithTheTimeBetweenTheSamples() {
    assertThat(between(sample(START, 100), sample(START.plusSeconds(1), 102)))
        .contains(new Disturbance.Stolen(Duration.ofMillis(20), Duration.ofSeconds(1)));
  }
}
