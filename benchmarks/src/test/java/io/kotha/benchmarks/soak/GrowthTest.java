package io.kotha.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GrowthTest {

  @Test
  void constantSamplesAreFlat() {
    assertThat(Growth.of(phase(window -> 7, window -> 2))).noneMatch(Growth::grew);
  }

  @Test
  void oneCgroupPerWindowIsGrowth() {
    assertThat(Growth.of(phase(window -> window, window -> 2)))
        .filteredOn(Growth::grew)
        .extracting(Growth::what)
        .contains("control groups", "processes of rooms", "descriptors of the JVM");
  }

  @Test
  void singleSlowWindowIsFlat() {
    assertThat(Growth.of(phase(window -> 7, window -> window == 39 ? 90 : 2)))
        .noneMatch(Growth::grew);
  }

  @Test
  void steadySlowdownIsGrowth() {
    assertThat(Growth.of(phase(window -> 7, window -> 10 + window)))
        .filteredOn(Growth::grew)
        .extracting(Growth::what)
        .containsExactly("start to exit, p50, ms", "start to exit, p99, ms");
  }

  private static Phase phase(LongUnaryOperator held, LongUnaryOperator millis) {
    List<Window> windows =
        LongStream.range(0, 40)
            .mapToObj(
                i -> {
                  long n = held.applyAsLong(i);
                  return new Window(
                      i,
                      Distribution.ofNanos(List.of(millis.applyAsLong(i) * 1_000_000)),
                      new Sample(n, n, n, n, n, n, n, n));
                })
            .toList();
    return new Phase(SubjectName.COLD, windows);
  }
}
