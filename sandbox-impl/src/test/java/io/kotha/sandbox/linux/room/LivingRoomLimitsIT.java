package io.kotha.sandbox.linux.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits that a program gets in a room that lives, or that it is refused. */
@Timeout(60)
class LivingRoomLimitsIT {

  private static final Command PROCESSORS =
      Command.of(
          "/bin/sh",
          "-c",
          "while read -r k v; do case $k in Cpus_allowed_list:) echo $v;; esac; done"
              + " < /proc/self/status");

  private static String processors(SandboxRoom room, Limits limits) throws Exception {
    return room.run(limits, PROCESSORS).stdout().strip();
  }

  private static Limits cpus(Sandbox sandbox, CpuSet cpus) {
    return sandbox.limits().cpu(sandbox.limits().cpu().cpus(cpus));
  }

  @Test
  void programGetsProcessorsOfItsRoom() throws Exception {
    Features.require("cgroup.cpuset");
    Sandbox sandbox = Rooms.minimal().cpuset(CpuSet.of(0));
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = sandbox.open()) {
      assertThat(processors(room, sandbox.limits())).isEqualTo("0");
      assertThat(processors(room, cpus(sandbox, CpuSet.any()))).isEqualTo("0");
      assertThat(processors(room, Limits.NONE)).isEqualTo("0");
      assertThatThrownBy(() -> processors(room, cpus(sandbox, CpuSet.of(1))))
          .isInstanceOf(UnsupportedHostException.class)
          .hasMessageContaining("processors 1 requested, but only 0 are available");
      assertThatThrownBy(() -> processors(room, cpus(sandbox, CpuSet.wholeCores(1))))
          .isInstanceOf(UnsupportedHostException.class)
          .hasMessageContaining("whole cores are reserved for a room");
    }
    before.assertNone();
  }

  @Test
  void programGetsTheWholeCoresOfItsRoom() throws Exception {
    Features.require("cgroup.cpuset");
    Sandbox sandbox = Rooms.minimal().cpuset(CpuSet.wholeCores(1));
    try (SandboxRoom room = sandbox.open()) {
      String own = processors(room, sandbox.limits());
      assertThat(own).isNotEmpty().isEqualTo(processors(room, cpus(sandbox, CpuSet.any())));
    }
  }

  /** Its first process keeps capabilities over the user namespace that it is in. */
  @Test
  void roomInTheHostsUserNamespaceIsNotOpened() {
    Features.require("cgroup.memory");
    assertThatThrownBy(() -> Rooms.minimal().share(Namespace.USER).open())
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("the first process of a room that lives keeps capabilities");
  }
}
