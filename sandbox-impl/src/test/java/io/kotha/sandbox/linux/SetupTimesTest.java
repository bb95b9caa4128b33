package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Setup;
import io.kotha.sandbox.Setup.Part;
import io.kotha.sandbox.linux.wire.Wire;
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
    Setup setup = SetupTimes.of(SQUARES);
    assertThat(setup.parts()).hasSize(Part.values().length);
    assertThat(setup.parts().get(Part.CGROUPS)).isEqualTo(Duration.ofNanos(7));
    assertThat(setup.parts().get(Part.COMMAND)).isEqualTo(Duration.ofNanos(19));
    assertThat(setup.parts().get(Part.END)).isEqualTo(Duration.ofNanos(23));
  }

  @Test
  void waitingIsNoWork() {
    Duration all =
        SetupTimes.of(SQUARES).parts().values().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(SetupTimes.of(SQUARES).total()).isEqualTo(all.minusNanos(17));
  }

  @Test
  void whatWasNotReachedIsMissing() {
    assertThat(SetupTimes.of(Collections.nCopies(Wire.MAX_MOMENTS, 0L))).isEqualTo(Setup.NONE);
    assertThat(Setup.NONE.total()).isZero();
  }
}
