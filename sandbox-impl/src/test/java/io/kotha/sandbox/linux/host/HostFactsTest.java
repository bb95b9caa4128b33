package io.kotha.sandbox.linux.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostFactsTest {

  private static final String PROC = "22 1 0:21 / /proc rw,nosuid shared:5 - proc proc rw\n";

  @Test
  void lastMountDecidesOnSysctls() {
    String readOnly = "40 22 0:21 /sys /proc/sys ro,nosuid - proc proc rw\n";

    assertThat(HostFacts.isSysctlWritable(PROC)).isTrue();
    assertThat(HostFacts.isSysctlWritable(PROC + readOnly)).isFalse();
    assertThat(HostFacts.isSysctlWritable(readOnly + PROC)).isTrue();
  }

  @Test
  void carriageReturnInSourceMakesNoLine() {
    String forged = "50 1 0:40 / /mnt rw - tmpfs a\r50 1 0:40 / /proc/sys ro - x y rw\n";

    assertThat(HostFacts.isSysctlWritable(PROC + forged)).isTrue();
  }

  @Test
  void malformedLinesAreSkipped() {
    assertThat(HostFacts.isSysctlWritable("\n1 2\na\rb\n1 2 3 / /proc ro\n" + PROC)).isTrue();
  }
}
