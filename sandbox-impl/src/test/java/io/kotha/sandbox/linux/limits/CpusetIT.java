package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The CPUs and memory nodes of a room. */
@Timeout(60)
class CpusetIT {

  private static final String ALLOWED =
      "while read k v; do case $k in"
          + " Cpus_allowed_list:) echo cpus $v;; Mems_allowed_list:) echo mems $v;;"
          + " esac; done </proc/self/status";

  @Test
  @Scenario("D27")
  @Attack(value = "G12", move = "runs on CPUs outside its set", walls = Wall.CGROUP)
  void roomRunsOnItsCpusAndMemoryNodes() throws Exception {
    Features.require("cgroup.cpuset");
    Sandbox pinned = Rooms.minimal().cpuset(CpuSet.of(0)).memoryNodes(CpuList.of(0));
    assertThat(Rooms.out(pinned, ALLOWED)).isEqualTo("cpus 0\nmems 0");
    // The control: a room without a set has the CPUs and nodes of this JVM.
    assertThat(Rooms.out(Rooms.minimal(), ALLOWED))
        .contains("cpus " + HostView.self().status("Cpus_allowed_list"));
  }

  @Test
  @Scenario("D27")
  void errorNamesMissingCpus() throws Exception {
    Features.require("cgroup.cpuset");
    Leftovers before = Leftovers.snapshot();
    UnsupportedHostException refused =
        catchThrowableOfType(
            UnsupportedHostException.class,
            () ->
                Rooms.minimal()
                    .cpuset(CpuSet.of(0, 4095))
                    .memoryNodes(CpuList.of(63))
                    .start("/bin/true"));
    assertThat(refused.missing()).extracting(Missing::feature).containsOnly("cgroup.cpuset");
    assertThat(refused).hasMessageContaining("0,4095").hasMessageContaining("nodes 63");
    before.assertNone();
  }

  @Test
  @Scenario("D27")
  void errorNamesTheMissingCpusetController() {
    Sandbox nowhere =
        Rooms.minimal().cgroupParent("/kotha-no-such-group").cpuset(CpuSet.of(0)).acceptRlimits();
    UnsupportedHostException refused =
        catchThrowableOfType(UnsupportedHostException.class, () -> nowhere.start("/bin/true"));
    assertThat(refused.missing()).extracting(Missing::feature).containsExactly("cgroup.cpuset");
  }

  @Test
  void wholeCoresBelongToOneRoom() throws Exception {
    Features.require("cgroup.cpuset");
    if ("linux-pooled".equals(System.getProperty("io.kotha.provider"))) {
      throw Features.lacks("cores.free", "parked rooms hold their cores");
    }
    Sandbox own = Rooms.minimal().cpuset(CpuSet.wholeCores(1));
    CpuList first;
    try (SandboxProcess room = own.start("/bin/sleep", "20")) {
      first = CpuList.parse(HostView.of(room.pid()).status("Cpus_allowed_list"));
      CpuList all = CpuList.parse(HostView.self().status("Cpus_allowed_list"));
      if (first.equals(all)) {
        // The host has one core only.
        assertThatThrownBy(() -> own.start("/bin/true"))
            .isInstanceOf(SandboxException.class)
            .hasMessageContaining("0 of 1 are free");
      } else {
        try (SandboxProcess other = own.start("/bin/sleep", "20")) {
          assertThat(CpuList.parse(HostView.of(other.pid()).status("Cpus_allowed_list")).numbers())
              .doesNotContainAnyElementsOf(first.numbers());
        }
      }
      room.destroyForcibly();
      room.waitFor();
    }
    assertThat(Rooms.out(own, ALLOWED)).contains("cpus " + first);
  }

  @Test
  void tooManyCoresAreAnError() throws Exception {
    Features.require("cgroup.cpuset");
    assertThatThrownBy(() -> Rooms.minimal().cpuset(CpuSet.wholeCores(5000)).start("/bin/true"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("5000 whole cores requested");
  }
}
