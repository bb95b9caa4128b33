package io.kotha.sandbox.linux.plan.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HierarchyTest {

  private static Hierarchy mounted(String root, String own) {
    return new Hierarchy(GroupKind.V2, "/sys/fs/cgroup", root, own, Set.of());
  }

  @ParameterizedTest
  @CsvSource({
    "/, /, /sys/fs/cgroup",
    "/, /a/b, /sys/fs/cgroup/a/b",
    "/docker/x, /docker/x, /sys/fs/cgroup",
    "/docker/x, /docker/x/jvm, /sys/fs/cgroup/jvm",
  })
  void groupOfTheJvmIsBelowTheMount(String root, String own, String directory) {
    assertThat(mounted(root, own).ownDirectory()).contains(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "/docker/x, /docker/xy", // a sibling with a longer name
    "/docker/x, /docker",
    "/docker/x, /other",
    "/, /../outside",
    "/../outside, /a",
  })
  void groupOutsideOfTheMountHasNoDirectory(String root, String own) {
    assertThat(mounted(root, own).ownDirectory()).isEmpty();
  }

  @Test
  void directoryOfGroupHasNoTrailingSlash() {
    assertThat(mounted("/", "/").directory("/judge//")).isEqualTo("/sys/fs/cgroup/judge");
    assertThat(mounted("/", "/").directory("/")).isEqualTo("/sys/fs/cgroup");
  }
}
