package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import org.junit.jupiter.api.Test;

/** Rooms that live, and programs in them. */
class LivingPlanTest {

  private static final Limits STAND_IN =
      Limits.NONE
          .memory(MemoryLimits.NONE.max(MemorySize.MB(64)))
          .fallback(Limits.Fallback.RLIMITS);

  @Test
  void hostsNamespacesOfUsersAndProcessesAreRefused() {
    assertThat(ofRoot().living().with(s -> s.share(Namespace.USER)).refusedFeatures())
        .containsExactly("share.user");
    assertThat(ofRoot().living().with(s -> s.withoutProc().share(Namespace.PID)).refusedFeatures())
        .containsExactly("share.pid");
  }

  @Test
  void roomWithoutAnyGroupIsRefused() {
    assertThat(
            ofRoot()
                .living()
                .lacking(Controller.MEMORY)
                .with(s -> s.limits(STAND_IN))
                .refusedFeatures())
        .containsExactly("cgroup");
  }

  /** Resource limits stand in for the group of memory, and no other limit needs a group. */
  @Test
  void programWithoutAnyGroupIsRefused() {
    RoomFixture room = ofRoot().living().lacking(Controller.MEMORY).with(s -> s.pids(5));
    assertThatThrownBy(() -> room.program(STAND_IN))
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("cannot be told from another's");
  }

  @Test
  void buffersOfSocketsCountToTheProgram() throws Exception {
    Limits limits = Limits.NONE.memory(MemoryLimits.NONE.max(MemorySize.MB(64)));
    RoomFixture room =
        ofRoot().living().withMemoryOfV1().with(s -> s.loopback().memory(MemorySize.MB(128)));
    assertThat(room.program(limits).cgroups().writes())
        .extracting(Write::file)
        .contains("memory.kmem.tcp.limit_in_bytes");
  }
}
