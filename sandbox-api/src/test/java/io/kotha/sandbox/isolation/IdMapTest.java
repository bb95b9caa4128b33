package io.kotha.sandbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdMapTest {

  @Test
  void rangeMayEndAtTheLastId() {
    assertThat(IdMap.range(0, (1L << 32) - 10, 10)).isInstanceOf(IdMap.Ranges.class);
  }

  /** The kernel keeps 32 bits of each number, so that a larger one may become 0. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "-1, 1, 1",
    "0, 1, 0",
    "0, 4294967296, 1",
    "0, 4294967290, 10",
    "4294967290, 1, 10",
    "9223372032559808562, 9223372032559808512, 4294967297",
    "0, 9223372036854775807, 1",
    "0, 1, 9223372036854775807"
  })
  void idBeyondTheKernelsIsRefused(long inside, long outside, long count) {
    assertThatThrownBy(() -> IdMap.range(inside, outside, count))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
