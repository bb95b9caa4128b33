package io.kotha.sandbox.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuListTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "0-3|0-3", "3,1,2|1-3", "0-1,8|0-1,8", "0-2,1-4|0-4", " 5 , 7|5,7"})
  void textHasTheKernelsFormat(String text, String written) {
    assertThat(CpuList.parse(text)).hasToString(written);
    assertThat(CpuList.parse(written)).isEqualTo(CpuList.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1-", "a", "1,,2", "3-1", "0x1", "999999"})
  void refusesTextsThatAreNoList(String text) {
    assertThatThrownBy(() -> CpuList.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listContainsItsSublists() {
    assertThat(CpuList.parse("0-3").containsAll(CpuList.of(1, 3))).isTrue();
    assertThat(CpuList.parse("0-3").containsAll(CpuList.of(4))).isFalse();
    assertThat(CpuList.of(2, 1, 2).numbers()).isEqualTo(List.of(1, 2));
  }
}
