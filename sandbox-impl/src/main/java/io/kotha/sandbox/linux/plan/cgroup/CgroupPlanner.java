package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Entry;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

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
   * Returns the plan for processes that cannot be born in a v2 group, because the process that
   * forks them has no privilege over it.
   */
  public static CgroupPlan moved(CgroupPlan plan) {
    return with(plan, group -> group.entry() == Entry.BORN ? group.entry(Entry.MOVED) : group);
  }

  /** Returns the plan with v2 groups in which a host uid may create processes. */
  public static CgroupPlan ownedBy(CgroupPlan plan, int uid) {
    return with(plan, group -> group.owner(uid));
  }

  private static CgroupPlan with(CgroupPlan plan, UnaryOperator<CgroupPlan.Group> change) {
    return new CgroupPlan(
        plan.groups().stream().map(change).toList(),
        plan.writes(),
        plan.counters(),
        plan.oomGroup());
  }

  /**
   * Returns the plan for a room that lives, whose programs have groups below its own. The keeper
   * enters the room's groups. Where v2 has controllers, it goes on into a group beside those of the
   * programs. The zygote watches no group of the room: it watches those of the programs.
   */
  public static CgroupPlan living(CgroupPlan plan, CgroupBase base) {
    List<CgroupPlan.Group> groups = new ArrayList<>(moved(plan).groups());
    List<CgroupPlan.Write> writes = new ArrayList<>(plan.writes());
    if (!groups.isEmpty()
        && base.unified().stream().anyMatch(branch -> !branch.controllers().isEmpty())) {
      int last = groups.size() - 1; // the v2 group
      CgroupPlan.Group whole = groups.get(last).entry(Entry.LEFT);
      groups.set(last, whole);
      groups.add(new CgroupPlan.Group(whole.path() + "/keeper", whole.kind()).entry(Entry.MOVED));
      writes.removeIf(GroupWrites::killsAll); // it kills the keeper, too
    }
    return new CgroupPlan(groups, writes, plan.counters(), CgroupPlan.UNWATCHED);
  }

  /**
   * Returns the groups that have limits: those of a program, or those of a room that lives without
   * the one that its keeper has gone on into.
   */
  public static List<CgroupPlan.Group> limited(CgroupPlan plan) {
    List<CgroupPlan.Group> groups = plan.groups();
    int last = groups.size() - 1;
    boolean left = last > 0 && groups.get(last - 1).entry() == Entry.LEFT;
    return left ? groups.subList(0, last) : groups;
  }

  /**
   * Returns the groups of a living room as those in which its programs' groups are made. A program
   * can have no controller on request that the room was opened without.
   *
   * @param plan the groups of the room
   * @param base the groups of the JVM, in which the room's are
   * @param needed the controllers that the room's own limits need
   */
  public static CgroupBase within(
      CgroupPlan plan, CgroupBase base, RoomName room, Set<Controller> needed) {
    Set<String> made = new HashSet<>();
    plan.groups().forEach(group -> made.add(group.path()));
    List<Branch> branches = new ArrayList<>();
    Map<Controller, Missing> missing = new EnumMap<>(Controller.class);
    missing.putAll(base.missing());
    for (Branch branch : base.branches()) {
      String directory = room.directory(branch).toString();
      Set<Controller> passed = EnumSet.noneOf(Controller.class);
      for (Controller controller : branch.controllers()) {
        if (made.contains(directory)
            && (!controller.isOnRequest() || needed.contains(controller))) {
          passed.add(controller);
        } else {
          missing.put(controller, notInRoom(controller));
        }
      }
      if (made.contains(directory)) {
        branches.add(new Branch(directory, branch.kind(), passed, branch.files()));
      }
    }
    return new CgroupBase(branches, missing, List.of());
  }

  /**
   * Returns the groups of a room as those in which the groups of programs that join it are made. On
   * v2 these have no controllers: a group in which processes are can give none to those below it.
   *
   * @param room the groups, as {@link #within} returns them
   */
  public static CgroupBase joined(CgroupBase room) {
    List<Branch> branches = new ArrayList<>();
    Map<Controller, Missing> missing = new EnumMap<>(Controller.class);
    missing.putAll(room.missing());
    for (Branch branch : room.branches()) {
      Set<Controller> passed = EnumSet.noneOf(Controller.class);
      for (Controller controller : branch.controllers()) {
        if (branch.kind() == GroupKind.V1 || controller == Controller.CPUACCT) {
          passed.add(controller);
        } else {
          missing.put(controller, notInRoom(controller));
        }
      }
      branches.add(new Branch(branch.directory(), branch.kind(), passed, branch.files()));
    }
    return new CgroupBase(branches, missing, List.of());
  }

  private static Missing notInRoom(Controller controller) {
    return new Missing(
        controller.feature(),
        "the room was opened without a limit that needs this controller",
        "set such a limit in the room's sandbox, too");
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
