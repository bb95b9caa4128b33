package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.cgroup.CgroupLayout.Version;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CgroupLayoutTest {

  private static CgroupLayout layout(String mountinfo, String own, String controllers) {
    return CgroupLayout.parse(
        mountinfo,
        own,
        file -> file.endsWith("/cgroup.controllers") ? Optional.of(controllers) : Optional.empty());
  }

  private static String mountPoint(CgroupLayout layout, Controller controller) {
    return layout.of(controller).map(Hierarchy::mountPoint).orElse("none");
  }

  @Test
  void readsHybridWithControllersOnV1() {
    CgroupLayout layout =
        layout(
            """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
            33 31 0:30 / /sys/fs/cgroup/cpuacct rw,relatime - cgroup cgroup rw,cpuacct
            34 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
            40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            """,
            """
            9:name=systemd:/
            8:pids:/
            4:memory:/api/b1b9
            3:cpuset:/
            2:cpuacct:/
            1:cpu:/
            0::/
            """,
            "");

    assertThat(layout.version()).isEqualTo(Version.HYBRID);
    assertThat(layout.hierarchies())
        .extracting(Hierarchy::mountPoint)
        .containsExactly(
            "/sys/fs/cgroup/memory",
            "/sys/fs/cgroup/pids",
            "/sys/fs/cgroup/cpu",
            "/sys/fs/cgroup/cpuacct",
            "/sys/fs/cgroup/cpuset",
            "/sys/fs/cgroup/unified");
    assertThat(layout.of(Controller.MEMORY).flatMap(Hierarchy::ownDirectory))
        .contains("/sys/fs/cgroup/memory/api/b1b9");
    assertThat(layout.unified()).map(Hierarchy::controllers).contains(java.util.Set.of());
  }

  @Test
  void coMountedControllersAreOneHierarchy() {
    CgroupLayout layout =
        layout(
            """
            35 25 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:15 - cgroup cgroup rw,cpu,cpuacct
            36 25 0:31 / /sys/fs/cgroup/memory rw,nosuid shared:16 - cgroup cgroup rw,memory
            """,
            "4:cpu,cpuacct:/user.slice\n3:memory:/user.slice/a:b\n",
            "");

    assertThat(layout.version()).isEqualTo(Version.V1);
    assertThat(layout.of(Controller.CPU)).isEqualTo(layout.of(Controller.CPUACCT)).isPresent();
    assertThat(layout.of(Controller.CPU).flatMap(Hierarchy::ownDirectory))
        .contains("/sys/fs/cgroup/cpu,cpuacct/user.slice");
    assertThat(layout.of(Controller.MEMORY).map(Hierarchy::ownPath)).contains("/user.slice/a:b");
    assertThat(layout.of(Controller.PIDS)).isEmpty();
    assertThat(layout.unified()).isEmpty();
  }

  @Test
  void readsPureV2() {
    CgroupLayout layout =
        layout(
            "28 23 0:25 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n",
            "0::/user.slice/user-1000.slice/session-1.scope\n",
            "cpuset cpu io memory hugetlb pids rdma misc\n");

    assertThat(layout.version()).isEqualTo(Version.V2);
    assertThat(layout.of(Controller.MEMORY)).isEqualTo(layout.unified());
    assertThat(layout.of(Controller.CPUACCT)).isEmpty();
    assertThat(layout.unified().flatMap(Hierarchy::ownDirectory))
        .contains("/sys/fs/cgroup/user.slice/user-1000.slice/session-1.scope");
  }

  @Test
  void controllerCanBeOnV2WhileOthersAreOnV1() {
    CgroupLayout layout =
        layout(
            """
            36 25 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            """,
            "3:memory:/\n0::/\n",
            "pids cpu\n");

    assertThat(layout.of(Controller.MEMORY).map(Hierarchy::kind)).contains(GroupKind.V1);
    assertThat(layout.of(Controller.PIDS).map(Hierarchy::kind)).contains(GroupKind.V2);
  }

  @Test
  void readsContainerOnV1WithoutCgroupNamespace() {
    CgroupLayout layout =
        layout(
            "612 600 0:31 /docker/0af1 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
            "3:memory:/docker/0af1/java\n",
            "");

    assertThat(layout.of(Controller.MEMORY).flatMap(Hierarchy::ownDirectory))
        .contains("/sys/fs/cgroup/memory/java");
  }

  @Test
  void readsContainerWithCgroupNamespace() {
    CgroupLayout layout =
        layout("700 690 0:27 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n", "0::/\n", "memory pids");

    assertThat(layout.unified().flatMap(Hierarchy::ownDirectory)).contains("/sys/fs/cgroup");
  }

  @Test
  void ownGroupMayBeOutsideTheCgroupNamespace() {
    CgroupLayout layout =
        layout("7 6 0:27 /.. /sys/fs/cgroup rw - cgroup2 cgroup rw\n", "0::/../a\n", "memory");

    assertThat(layout.unified()).isPresent();
    assertThat(layout.unified().flatMap(Hierarchy::ownDirectory)).isEmpty();
  }

  @Test
  void prefersTheMountThatShowsOurGroup() {
    CgroupLayout layout =
        layout(
            """
            36 25 0:31 /other /mnt/memory rw - cgroup cgroup rw,memory
            37 25 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            38 25 0:31 / /again/memory rw - cgroup cgroup rw,memory
            """,
            "3:memory:/mine\n",
            "");

    assertThat(mountPoint(layout, Controller.MEMORY)).isEqualTo("/sys/fs/cgroup/memory");
  }

  @Test
  void coveredMountIsIgnored() {
    CgroupLayout layout =
        layout(
            """
            36 25 0:31 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
            37 25 0:99 / /sys/fs/cgroup rw - tmpfs tmpfs rw
            """,
            "0::/\n",
            "memory");

    assertThat(layout.version()).isEqualTo(Version.NONE);
  }

  @Test
  void unescapesMountPoints() {
    CgroupLayout layout =
        layout("36 25 0:31 / /a\\040b/memory rw - cgroup c rw,memory\n", "3:memory:/x\n", "");

    assertThat(layout.of(Controller.MEMORY).flatMap(Hierarchy::ownDirectory))
        .contains("/a b/memory/x");
  }

  @Test
  void noMountsMeanNoHierarchies() {
    assertThat(layout("", "", "").version()).isEqualTo(Version.NONE);
    assertThat(layout("", "garbage\n1:2\n", "").hierarchies()).isEmpty();
  }

  @Test
  void readsControllersOfTheV2MountOnly() {
    Map<String, String> files = Map.of("/c/v2/cgroup.controllers", "memory");
    CgroupLayout layout =
        CgroupLayout.parse(
            "41 31 0:38 / /c/v2 rw - cgroup2 cgroup2 rw\n",
            "0::/\n",
            file -> Optional.ofNullable(files.get(file)));

    assertThat(layout.of(Controller.MEMORY)).isPresent();
  }

  @Test
  void carriageReturnInTheNameOfGroupMakesNoLine() {
    CgroupLayout layout =
        layout("31 23 0:28 / /sys/fs/cgroup rw - cgroup2 none rw\n", "0::/a\r0::/b\n", "pids");

    assertThat(layout.of(Controller.PIDS).map(Hierarchy::ownPath)).contains("/a\r0::/b");
  }
}
