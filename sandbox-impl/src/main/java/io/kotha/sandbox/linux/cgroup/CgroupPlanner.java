package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.Limits;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.plan.CgroupPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Turns limits into the groups, values and counters of one room. Pure. */
public final class CgroupPlanner {

  private CgroupPlanner() {}

  /**
   * Groups in every branch, limits or none: the counters are evidence too.
   *
   * @return {@link CgroupPlan#NONE} where no group can be had and no limit needs one, and where one
   *     does need it but {@link Limits.Fallback#RLIMITS} is accepted
   * @throws UnsupportedHostException naming every limit that has no group
   */
  public static CgroupPlan plan(Limits limits, CgroupBase base, RoomName room)
      throws UnsupportedHostException {
    List<Missing> missing =
        needed(limits)
            .map(controller -> base.missing().get(controller))
            .filter(Objects::nonNull)
            .toList();
    if (!missing.isEmpty()) {
      // No resource limit stands for a processor rate; and with NONE it would be lost silently.
      if (limits.fallback() == Limits.Fallback.REFUSE || limits.cpus() != null) {
        throw new UnsupportedHostException(missing);
      }
      return CgroupPlan.NONE;
    }
    List<CgroupPlan.Group> groups = new ArrayList<>();
    List<CgroupPlan.Write> writes = new ArrayList<>();
    List<CgroupPlan.Counter> counters = new ArrayList<>();
    for (Branch branch : base.branches()) {
      int group = groups.size();
      groups.add(new CgroupPlan.Group(room.directory(branch).toString(), branch.kind()));
      writes.addAll(GroupWrites.of(limits, branch, group));
      counters.addAll(GroupCounters.of(branch, group));
    }
    return new CgroupPlan(groups, writes, GroupCounters.oneOfEachKind(counters));
  }

  private static Stream<Controller> needed(Limits limits) {
    List<Controller> needed = new ArrayList<>();
    if (limits.memory() != null) {
      needed.add(Controller.MEMORY);
    }
    if (limits.pids() != null) {
      needed.add(Controller.PIDS);
    }
    if (limits.cpus() != null) {
      needed.add(Controller.CPU);
    }
    if (limits.cpuTime() != null) {
      needed.add(Controller.CPUACCT); // the clock of the whole room, children of children included
    }
    return needed.stream();
  }
}
