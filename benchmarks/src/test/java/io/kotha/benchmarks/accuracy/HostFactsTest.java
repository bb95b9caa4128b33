package io.kotha.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HostFactsTest {

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads a sysctl")
  void numericSysctlIsReadWhole() throws Exception {
    // The kernel's default and minimum have three digits or more (proc_sys_kernel(5)).
    assertThat(Integer.parseInt(HostFacts.read("/proc/sys/kernel/pid_max"))).isGreaterThan(300);
  }
}
