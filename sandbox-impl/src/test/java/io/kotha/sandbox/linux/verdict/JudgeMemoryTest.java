package io.kotha.sandbox.linux.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The boundary between {@code LimitTooSmall} and {@code MemoryExceeded}. */
class JudgeMemoryTest {

  @ParameterizedTest(name = "{0} bytes, {1} faults: {2}")
  @CsvSource({
    "65536,   9,  true",
    "65536,   31, true",
    "65536,   32, false",
    "2097151, 31, true",
    "2097152, 31, false",
    "2097152, 0,  false",
  })
  void fewPageFaultsBelowHugePageMeanTheProgramWasNotLoaded(
      long limit, long faults, boolean neverLoaded) {
    assertThat(Judge.neverLoaded(MemorySize.bytes(limit), faults)).isEqualTo(neverLoaded);
  }
}
