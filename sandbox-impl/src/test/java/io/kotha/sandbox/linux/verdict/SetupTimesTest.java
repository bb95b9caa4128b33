package io.kotha.sandbox.linux.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.wire.Wire;
import io.kotha.sandbox.stats.SetupTimings;
import io.kotha.sandbox.stats.SetupTimings.Phase;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SetupTimesTest {

  private static final List<Long> SQUARES =
      LongStream.rangeClosed(1, Wire.MAX_MOMENTS).map(n -> n * n).boxed().toList();

  @Test
  void partsFollowEachOther() {
    SetupTimings setup = SetupTimes.of(SQUARES);
    assertThat(setup.phases()).hasSize(Phase.values().length);
    assertThat(setup.phases().get(Phase.CGROUPS)).isEqualTo(Duration.ofNanos(7));
    assertThat(setup.phases().get(Phase.COMMAND)).isEqualTo(Duration.ofNanos(19));
    assertThat(setup.phases().get(Phase.END)).isEqualTo(Duration.ofNanos(23));
  }

  @Test
  void parkedTimeIsNoWork() {
    Duration all =
        SetupTimes.of(SQUARES).phases().values().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(SetupTimes.of(SQUARES).total()).isEqualTo(all.minusNanos(17));
  }

  @Test
  void unreachedPartsAreMissing() {
    assertThat(SetupTimes.of(Collections.nCopies(Wire.MAX_MOMENTS, 0L)))
        .isEqualTo(SetupTimings.NONE);
    assertThat(SetupTimings.NONE.total()).isZero();
  }
}
