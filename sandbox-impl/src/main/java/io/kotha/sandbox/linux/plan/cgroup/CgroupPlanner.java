package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Plans the groups, values and counters of one room from its limits. Pure. */
public final class CgroupPlanner {

  /** The controllers for which resource limits of each process can stand in. */
  private static final Set<Controller> WITH_STAND_IN =
      EnumSet.of(Controller.MEMORY, Controller.PIDS, Controller.CPUACCT);

  private CgroupPlanner() {}

  /**
   * Plans the groups of a room. It gets a group in every branch of general use even without limits,
   * because the counters are evidence, and in another branch only if a limit needs it.
   *
   * @param limits the limits, with {@link CpuSet.WholeCores} already chosen
   * @param devices {@code MAJOR:MINOR} of each path with an I/O limit
   * @return the plan; {@link CgroupPlan#NONE} if no group is available and either no limit needs
   *     one or {@link Limits.Fallback#RLIMITS} is accepted
   * @throws UnsupportedHostException if a limit has no group; the exception names every such limit
   */
  public static CgroupPlan plan(
      Limits limits, Map<Path, String> devices, CgroupBase base, RoomName room)
      throws UnsupportedHostException {
    Set<Controller> needed = needed(limits);
    List<Missing> missing = new ArrayList<>();
    needed.stream()
        .map(controller -> base.missing().get(controller))
        .filter(Objects::nonNull)
        .forEach(missing::add);
    if (!missing.isEmpty()) {
      if (limits.fallback() == Limits.Fallback.RLIMITS && hasStandIns(limits, needed)) {
        return CgroupPlan.NONE;
      }
      throw new UnsupportedHostException(missing);
    }
    List<CgroupPlan.Group> groups = new ArrayList<>();
    List<CgroupPlan.Write> writes = new ArrayList<>();
    List<CgroupPlan.Counter> counters = new ArrayList<>();
    int oomGroup = CgroupPlan.UNWATCHED;
    for (Branch branch : base.branches()) {
      if (branch.isFor(needed)) {
        int group = groups.size();
        oomGroup = isWatched(limits, branch) ? group : oomGroup;
        groups.add(new CgroupPlan.Group(room.directory(branch).toString(), branch.kind()));
        writes.addAll(GroupWrites.of(limits, devices, branch, group, missing));
        counters.addAll(GroupCounters.of(branch, group, needed));
      }
    }
    if (!missing.isEmpty()) {
      throw new UnsupportedHostException(missing);
    }
    return new CgroupPlan(groups, writes, GroupCounters.oneOfEachKind(counters), oomGroup);
  }

  /**
   * Returns the plan for a room whose sockets can reach an address: with a limit for their buffers
   * on v1. Other rooms do without, because the write takes about 40 µs.
   */
  public static CgroupPlan withNetwork(
      CgroupPlan plan, Limits limits, CgroupBase base, RoomName room) {
    List<CgroupPlan.Write> writes = new ArrayList<>(plan.writes());
    for (Branch branch : base.branches()) {
      String directory = room.directory(branch).toString();
      int group = plan.groups().indexOf(new CgroupPlan.Group(directory, branch.kind()));
      if (group >= 0) {
        writes.addAll(GroupWrites.ofSockets(limits, branch, group));
      }
    }
    return new CgroupPlan(plan.groups(), writes, plan.counters(), plan.oomGroup());
  }

  /**
   * Returns whether the zygote must watch for out-of-memory kills: on v2 the kernel ends the room.
   */
  private static boolean isWatched(Limits limits, Branch branch) {
    return branch.kind() == GroupKind.V1
        && branch.controllers().contains(Controller.MEMORY)
        && limits.memory().max() != null
        && limits.memory().oomKill() == MemoryLimits.OomKill.ROOM;
  }

  /** Returns the controllers that these limits need. */
  public static Set<Controller> needed(Limits limits) {
    Set<Controller> needed = EnumSet.noneOf(Controller.class);
    MemoryLimits memory = limits.memory();
    if (memory.max() != null || hasMoreThanMax(memory)) {
      needed.add(Controller.MEMORY);
    }
    if (limits.pids() != null) {
      needed.add(Controller.PIDS);
    }
    if (limits.cpu().rate() != null || limits.cpu().weight() != null) {
      needed.add(Controller.CPU);
    }
    if (limits.time().cpu() != null || limits.time().idle() != null) {
      needed.add(Controller.CPUACCT); // counts the CPU time of all processes of the room
    }
    if (!(limits.cpu().cpus() instanceof CpuSet.Any) || limits.cpu().memoryNodes() != null) {
      needed.add(Controller.CPUSET);
    }
    if (!limits.io().isEmpty()) {
      needed.add(Controller.IO);
    }
    if (memory.hugePages() != null) {
      needed.add(Controller.HUGETLB);
    }
    return needed;
  }

  /**
   * Returns whether the limits need a memory group for more than {@code max}. A swap limit of 0
   * does not need one, because a process cannot request swap.
   */
  private static boolean hasMoreThanMax(MemoryLimits memory) {
    return memory.high() != null || (memory.swap() != null && memory.swap().bytes() > 0);
  }

  private static boolean hasStandIns(Limits limits, Set<Controller> needed) {
    return WITH_STAND_IN.containsAll(needed)
        && !hasMoreThanMax(limits.memory())
        && limits.time().idle() == null;
  }
}
