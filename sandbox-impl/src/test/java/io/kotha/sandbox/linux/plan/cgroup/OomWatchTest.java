package io.kotha.sandbox.linux.plan.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.MemoryLimits.OomKill;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The group of v1 whose first kill for want of memory ends the room. */
class OomWatchTest {

  private static final Branch PIDS1 = branch("/p/jvm", GroupKind.V1, Controller.PIDS);
  private static final Branch MEMORY1 = branch("/m/jvm", GroupKind.V1, Controller.MEMORY);
  private static final Branch MEMORY2 = branch("/v/jvm", GroupKind.V2, Controller.MEMORY);
  private static final Branch BARE2 = branch("/u/jvm", GroupKind.V2);

  private static final MemoryLimits LIMITED = MemoryLimits.NONE.max(MemorySize.MiB(8));

  private static Branch branch(String directory, GroupKind kind, Controller... controllers) {
    return new Branch(directory, kind, Set.of(controllers), new GroupFiles(Map.of()));
  }

  private static int watched(MemoryLimits memory, Branch... branches) throws Exception {
    return CgroupPlanner.plan(
            Limits.NONE.memory(memory),
            Map.of(),
            new CgroupBase(List.of(branches), Map.of(), List.of()),
            RoomName.numbered(1))
        .oomGroup();
  }

  @Test
  void groupThatLimitsMemoryOnV1IsWatched() throws Exception {
    assertThat(watched(LIMITED, PIDS1, MEMORY1, BARE2)).isEqualTo(1);
    assertThat(watched(LIMITED, MEMORY1)).isZero();
  }

  @Test
  void groupOfV2IsNotWatchedBecauseTheKernelKillsAllOfIt() throws Exception {
    assertThat(watched(LIMITED, MEMORY2)).isEqualTo(CgroupPlan.UNWATCHED);
  }

  @Test
  void groupWithoutMemoryLimitIsNotWatched() throws Exception {
    assertThat(watched(MemoryLimits.NONE, MEMORY1)).isEqualTo(CgroupPlan.UNWATCHED);
    assertThat(watched(MemoryLimits.NONE.swap(null), MEMORY1)).isEqualTo(CgroupPlan.UNWATCHED);
  }

  @Test
  void roomThatLosesOneProcessOnlyIsNotWatched() throws Exception {
    assertThat(watched(LIMITED.oomKill(OomKill.PROCESS), MEMORY1)).isEqualTo(CgroupPlan.UNWATCHED);
  }
}
