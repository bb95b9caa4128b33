package io.kotha.sandbox.linux.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.linux.host.HostSample;
import io.kotha.sandbox.stats.Disturbance;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DisturbancesTest {

  private static final Duration WALL = Duration.ofSeconds(1);
  private static final Usage FAIR = usage(Duration.ZERO, Duration.ofMillis(50));
  private static final HostSample BEFORE = sample(0, 100, 5, 2_000_000);

  /** CPU 1 has no steal and a low frequency. */
  private static HostSample sample(long millis, long steal, long swapped, long kilohertz) {
    return new HostSample(
        Duration.ofMillis(millis).toNanos(),
        Map.of(0, steal, 1, 0L),
        OptionalLong.of(swapped),
        Map.of(0, kilohertz, 1, 800_000L));
  }

  private static Usage usage(Duration throttled, Duration stalled) {
    Usage plain = Usage.of(WALL);
    return new Usage(
        WALL,
        plain.cpu(),
        plain.cpuUser(),
        plain.cpuSystem(),
        Optional.of(throttled),
        plain.peakMemoryBytes(),
        plain.oomKills(),
        plain.pidsPeak(),
        plain.pidsRefused(),
        new Usage.Stalls(Optional.of(stalled), Optional.empty(), Optional.empty()),
        plain.io(),
        plain.scheduling(),
        plain.setup(),
        List.of());
  }

  private static List<Disturbance> between(HostSample after) {
    return Disturbances.of(BEFORE, after, FAIR, CpuLimits.NONE);
  }

  @Test
  void fairRunHasNoDisturbance() {
    assertThat(between(sample(1000, 101, 5, 2_200_000))).isEmpty();
    assertThat(Disturbances.of(null, null, Usage.of(WALL), CpuLimits.NONE)).isEmpty();
  }

  @Test
  void reportsStealAboveOnePercent() {
    assertThat(between(sample(1000, 102, 5, 2_000_000)))
        .containsExactly(new Disturbance.Stolen(Duration.ofMillis(20), Duration.ofSeconds(1)));
    assertThat(between(sample(1000, 99, 5, 2_000_000)))
        .as("a counter that went backwards")
        .isEmpty();
  }

  @Test
  void countsOnlyTheCpusOfTheRoom() {
    HostSample after = sample(1000, 150, 5, 3_000_000);
    CpuLimits other = CpuLimits.NONE.cpus(CpuSet.of(1));
    CpuLimits same = CpuLimits.NONE.cpus(CpuSet.of(0));
    assertThat(Disturbances.of(BEFORE, after, FAIR, other)).isEmpty();
    assertThat(Disturbances.of(BEFORE, after, FAIR, same)).hasSize(2);
  }

  @Test
  void reportsAnySwapping() {
    assertThat(between(sample(1000, 100, 6, 2_000_000)))
        .containsExactly(new Disturbance.Swapped(1));
  }

  @Test
  void reportsFrequencyChangesAboveTenPercent() {
    assertThat(between(sample(1000, 100, 5, 1_799_999)))
        .containsExactly(new Disturbance.FrequencyChanged(2_000_000, 1_799_999));
    assertThat(between(sample(1000, 100, 5, 2_200_001))).hasSize(1);
    assertThat(between(sample(1000, 100, 5, 1_800_000))).isEmpty();
  }

  @Test
  void roomCountersNeedNoSample() {
    Usage held = usage(Duration.ofMillis(300), Duration.ofMillis(51));
    assertThat(Disturbances.of(null, BEFORE, held, CpuLimits.NONE))
        .containsExactly(
            new Disturbance.Throttled(Duration.ofMillis(300)),
            new Disturbance.CpuPressure(Duration.ofMillis(51), WALL));
  }

  @Test
  void oneSampleReportsNoDisturbance() {
    assertThat(between(BEFORE)).isEmpty();
  }
}
