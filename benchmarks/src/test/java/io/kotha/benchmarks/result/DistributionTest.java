package io.kotha.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Test
  void percentilesAreMeasuredDurations() {
    Distribution hundred =
        Distribution.ofNanos(
            LongStream.rangeClosed(1, 100).map(i -> i * 1_000_000).boxed().toList());
    assertThat(hundred.count()).isEqualTo(100);
    assertThat(hundred.millis(0.5)).isEqualTo(50);
    assertThat(hundred.millis(0.9)).isEqualTo(90);
    assertThat(hundred.millis(0.99)).isEqualTo(99);
    assertThat(hundred.millis(1)).isEqualTo(100);
    assertThat(hundred.millis(0)).isEqualTo(1);
  }

  @Test
  void mergeWeighsEveryDurationEqually() {
    Distribution many = Distribution.ofNanos(List.of(1_000_000L, 1_000_000L, 1_000_000L));
    Distribution few = Distribution.ofNanos(List.of(9_000_000L));
    Distribution both = Distribution.merge(List.of(many, few));
    assertThat(both.count()).isEqualTo(4);
    assertThat(both.millis(0.75)).isEqualTo(1);
    assertThat(both.millis(0.76)).isEqualTo(9);
  }

  @Test
  void ratioHasTheRangeOfRounds() {
    List<Distribution> slow = List.of(millis(4), millis(6));
    List<Distribution> fast = List.of(millis(2), millis(2));
    assertThat(Ratio.of(slow, 0.5, fast, 0.5)).isEqualTo(new Ratio(2, 2, 3));
  }

  @Test
  void emptyDistributionHasNoPercentile() {
    assertThatThrownBy(() -> new Distribution(new TreeMap<>()).millis(0.5))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Distribution millis(long millis) {
    return Distribution.ofNanos(List.of(millis * 1_000_000));
  }
}
