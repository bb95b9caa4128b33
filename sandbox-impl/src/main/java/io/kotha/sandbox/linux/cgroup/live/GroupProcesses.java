package io.kotha.sandbox.linux.cgroup.live;

import io.kotha.sandbox.linux.cgroup.GroupMembers;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Group;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The processes of a room that lives, as its groups have them. */
public final class GroupProcesses {

  private GroupProcesses() {}

  /**
   * Returns the pids in the group of the room and in the groups below it. On v2 the keeper is one
   * of them; on v1 it has left the groups.
   */
  public static Set<Long> of(CgroupPlan room) {
    List<Group> groups = room.groups();
    Group whole =
        groups.stream()
            .filter(group -> group.kind() == GroupKind.V2)
            .findFirst()
            .orElseGet(() -> groups.get(groups.size() - 1));
    return GroupMembers.pids(Path.of(whole.path()))
        .filter(pid -> pid > 0)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
