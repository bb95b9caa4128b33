package io.kotha.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuartilesTest {

  @Test
  void quartilesAreMeasuredValues() {
    assertThat(Quartiles.of(List.of(5.0, 1.0, 3.0, 2.0, 4.0))).isEqualTo(new Quartiles(2, 3, 4));
    assertThat(Quartiles.of(List.of(7.0))).isEqualTo(new Quartiles(7, 7, 7));
  }
}
