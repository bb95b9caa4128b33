package io.kotha.sandbox.linux.cgroup.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.MemoryLimits.OomKill;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Entry;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Group;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with directories that look like cgroups. */
class LiveGroupsTest {

  @TempDir private Path parent;

  private static Limits memory(long bytes) {
    return Limits.NONE.memory(MemoryLimits.NONE.max(MemorySize.bytes(bytes)));
  }

  private LiveGroups group(GroupKind kind, Map<String, String> files, Write... planned)
      throws IOException {
    Path room = Files.createDirectory(parent.resolve("room-1"));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(room.resolve(file.getKey()), file.getValue());
    }
    List<Group> groups = List.of(new Group(room.toString(), kind));
    return LiveGroups.of(new CgroupPlan(groups, List.of(planned), List.of(), CgroupPlan.UNWATCHED));
  }

  @Test
  void v2GroupHasTheControllersOfItsFile() throws Exception {
    LiveGroups groups =
        group(GroupKind.V2, Map.of("cgroup.controllers", "memory pids\n", "memory.max", "max\n"));
    assertThat(groups.changes(memory(1), memory(2).pids(3), Map.of()))
        .containsExactly(new Write(0, "memory.max", "2"), new Write(0, "pids.max", "3"));
    Limits slow = memory(1).cpu(CpuLimits.NONE.rate(0.5));
    assertThatThrownBy(() -> groups.changes(memory(1), slow, Map.of()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cgroup.cpu")
        .hasMessageNotContaining("cgroup.memory");
  }

  /** The kernel must not kill the keeper together with a program. */
  @Test
  void roomThatLivesChangesTheGroupOfAllProgramsAndNotTheKeepers() throws Exception {
    Path room = Files.createDirectory(parent.resolve("room-1"));
    Path keeper = Files.createDirectory(room.resolve("keeper"));
    for (Path group : List.of(room, keeper)) {
      Files.writeString(group.resolve("cgroup.controllers"), "memory pids\n");
      Files.writeString(group.resolve("memory.max"), "max\n");
      Files.writeString(group.resolve("memory.oom.group"), "0\n");
    }
    List<Group> plan =
        List.of(
            new Group(room.toString(), GroupKind.V2, Entry.LEFT, Group.UNCHANGED),
            new Group(keeper.toString(), GroupKind.V2, Entry.MOVED, Group.UNCHANGED));
    LiveGroups groups =
        LiveGroups.of(new CgroupPlan(plan, List.of(), List.of(), CgroupPlan.UNWATCHED));
    assertThat(groups.changes(Limits.NONE, memory(2), Map.of()))
        .containsExactly(new Write(0, "memory.max", "2"));
    assertThat(groups.changes(memory(2), Limits.NONE, Map.of()))
        .containsExactly(new Write(0, "memory.max", "max"));
  }

  @Test
  void v1GroupHasTheControllersOfItsFiles() throws Exception {
    LiveGroups groups =
        group(
            GroupKind.V1,
            Map.of("memory.limit_in_bytes", "9\n", "memory.memsw.limit_in_bytes", "9\n"));
    assertThat(groups.changes(memory(1), memory(2), Map.of()))
        .containsExactly(
            new Write(0, "memory.memsw.limit_in_bytes", "2"),
            new Write(0, "memory.limit_in_bytes", "2"));
    assertThatThrownBy(() -> groups.changes(memory(1), memory(1).pids(3), Map.of()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cgroup.pids");
    Limits high = memory(1).memory(memory(1).memory().high(MemorySize.bytes(1)));
    assertThatThrownBy(() -> groups.changes(memory(1), high, Map.of()))
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("memory.high");
  }

  @Test
  void limitOfSocketsFollowsTheMemoryLimitWhereTheRoomHasOne() throws Exception {
    String sockets = "memory.kmem.tcp.limit_in_bytes";
    Map<String, String> files = Map.of("memory.limit_in_bytes", "9\n", sockets, "9\n");
    assertThat(
            group(GroupKind.V1, files, new Write(0, sockets, "1"))
                .changes(memory(1), memory(2), Map.of()))
        .containsExactly(new Write(0, "memory.limit_in_bytes", "2"), new Write(0, sockets, "2"));
    Files.delete(parent.resolve("room-1/memory.limit_in_bytes"));
    Files.delete(parent.resolve("room-1").resolve(sockets));
    Files.delete(parent.resolve("room-1"));
    assertThat(group(GroupKind.V1, files).changes(memory(1), memory(2), Map.of()))
        .containsExactly(new Write(0, "memory.limit_in_bytes", "2"));
  }

  @Test
  void memoryLimitIsNotAddedOnV1WithoutAnOomWatch() throws Exception {
    LiveGroups groups = group(GroupKind.V1, Map.of("memory.limit_in_bytes", "9\n"));
    assertThatThrownBy(() -> groups.changes(Limits.NONE, memory(2), Map.of()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("memory");
    MemoryLimits unwatched = MemoryLimits.NONE.oomKill(OomKill.PROCESS);
    Limits before = Limits.NONE.memory(unwatched);
    Limits after = before.memory(unwatched.max(MemorySize.bytes(2)));
    assertThat(groups.changes(before, after, Map.of())).isNotEmpty();
  }

  @Test
  void removedCpusetBecomesTheParents() throws Exception {
    Files.writeString(parent.resolve("cpuset.cpus.effective"), "0-3\n");
    LiveGroups groups = group(GroupKind.V2, Map.of("cgroup.controllers", "cpuset\n"));
    Limits pinned = Limits.NONE.cpu(CpuLimits.NONE.cpus(CpuSet.of(1)));
    assertThat(groups.changes(pinned, Limits.NONE, Map.of()))
        .containsExactly(new Write(0, "cpuset.cpus", "0-3"));
    Limits absent = Limits.NONE.cpu(CpuLimits.NONE.cpus(CpuSet.of(9)));
    assertThatThrownBy(() -> groups.changes(pinned, absent, Map.of()))
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("0-3");
  }

  @Test
  void roomWithoutGroupsRefusesChanges() throws Exception {
    LiveGroups none = LiveGroups.of(CgroupPlan.NONE);
    assertThatThrownBy(() -> none.changes(memory(1), memory(2), Map.of()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cgroup.memory");
    assertThatThrownBy(() -> none.changes(memory(1), Limits.NONE, Map.of()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cgroup.memory");
  }

  @Test
  void missingGroupsAreAnError() {
    Group gone = new Group(parent.resolve("gone").toString(), GroupKind.V2);
    CgroupPlan plan = new CgroupPlan(List.of(gone), List.of(), List.of(), CgroupPlan.UNWATCHED);
    assertThatThrownBy(() -> LiveGroups.of(plan)).isInstanceOf(IOException.class);
  }
}
