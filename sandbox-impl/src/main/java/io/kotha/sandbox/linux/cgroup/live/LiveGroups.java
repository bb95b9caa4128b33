package io.kotha.sandbox.linux.cgroup.live;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.linux.cgroup.CpuChoice;
import io.kotha.sandbox.linux.cgroup.GroupInventory;
import io.kotha.sandbox.linux.plan.cgroup.Branch;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Group;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlanner;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.GroupChanges;
import io.kotha.sandbox.linux.plan.cgroup.GroupChanges.Limited;
import io.kotha.sandbox.linux.plan.cgroup.GroupFiles;
import io.kotha.sandbox.linux.plan.cgroup.GroupWrites;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The existing groups of a live room, which decide the limits that it can have. */
public final class LiveGroups {

  /** For each controller, a file that a v1 group with this controller has. */
  private static final Map<Controller, String> V1_FILES =
      Map.of(
          Controller.MEMORY, "memory.limit_in_bytes",
          Controller.PIDS, "pids.max",
          Controller.CPU, "cpu.shares",
          Controller.CPUACCT, "cpuacct.usage",
          Controller.CPUSET, "cpuset.cpus",
          Controller.IO, "blkio.throttle.read_bps_device");

  /** One branch for each group of the plan. Its directory is that of the room itself. */
  private final List<Branch> branches;

  /** True if the buffers of sockets have a limit, too: in a room with a network on v1. */
  private final boolean limitsSockets;

  /** True if the kernel must not kill all processes in the groups: the keeper is one of them. */
  private final boolean holdsKeeper;

  private LiveGroups(List<Branch> branches, boolean limitsSockets, boolean holdsKeeper) {
    this.branches = branches;
    this.limitsSockets = limitsSockets;
    this.holdsKeeper = holdsKeeper;
  }

  /**
   * Inspects the groups of a program, or of a room that lives: without the group of its keeper,
   * which no limit is for.
   *
   * @throws IOException if the groups are gone or cannot be read
   */
  public static LiveGroups of(CgroupPlan plan) throws IOException {
    List<Branch> branches = new ArrayList<>();
    for (Group group : CgroupPlanner.limited(plan)) {
      GroupFiles files = GroupInventory.of(Path.of(group.path()));
      branches.add(new Branch(group.path(), group.kind(), controllers(group, files), files));
    }
    return new LiveGroups(
        branches,
        plan.writes().stream().anyMatch(GroupWrites::isOfSockets),
        plan.groups().size() > branches.size());
  }

  private static Set<Controller> controllers(Group group, GroupFiles files) throws IOException {
    Set<Controller> found = EnumSet.noneOf(Controller.class);
    if (group.kind() == GroupKind.V1) {
      V1_FILES.forEach(
          (controller, file) -> {
            if (files.has(file)) {
              found.add(controller);
            }
          });
      if (!files.matching(GroupWrites.HUGE1).isEmpty()) {
        found.add(Controller.HUGETLB);
      }
      return found;
    }
    String all = PseudoFile.read(group.path() + "/cgroup.controllers");
    Arrays.stream(all.trim().split(" "))
        .forEach(name -> Controller.of(GroupKind.V2, name).ifPresent(found::add));
    return found;
  }

  /**
   * Returns the writes, in order, that change the limits of the room.
   *
   * @param devices {@code MAJOR:MINOR} of each path with an I/O limit before or after
   * @throws UnsupportedOperationException if the room has no group of a needed controller; the
   *     message names the controllers
   * @throws UnsupportedHostException if this host does not support a limit
   */
  public List<Write> changes(Limits before, Limits after, Map<Path, String> devices)
      throws SandboxException {
    requireGroups(before, after);
    requireWatch(before, after);
    requireCpus(before.cpu(), after.cpu());
    List<Missing> missing = new ArrayList<>();
    List<Write> changes = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      Branch branch = branches.get(i);
      changes.addAll(
          GroupChanges.of(
              new Limited(before, writes(before, devices, i, new ArrayList<>())),
              new Limited(after, writes(after, devices, i, missing)),
              file -> inherited(branch, file)));
    }
    if (!missing.isEmpty()) {
      throw new UnsupportedHostException(missing);
    }
    return changes;
  }

  private List<Write> writes(
      Limits limits, Map<Path, String> devices, int group, List<Missing> missing) {
    Branch branch = branches.get(group);
    List<Write> all = new ArrayList<>(GroupWrites.of(limits, devices, branch, group, missing));
    if (limitsSockets) {
      all.addAll(GroupWrites.ofSockets(limits, branch, group));
    }
    if (holdsKeeper) {
      all.removeIf(GroupWrites::killsAll);
    }
    return all;
  }

  /**
   * Requires groups for the old limits, too: a resource limit that stands in for a group cannot be
   * removed from a running process.
   */
  private void requireGroups(Limits before, Limits after) {
    Set<Controller> lacking = CgroupPlanner.needed(after);
    lacking.addAll(CgroupPlanner.needed(before));
    lacking.remove(Controller.CPUACCT); // only the zygote's clocks need it
    branches.forEach(branch -> lacking.removeAll(branch.controllers()));
    if (!lacking.isEmpty()) {
      throw new UnsupportedOperationException(
          "this room has no group of "
              + lacking.stream().map(Controller::feature).collect(Collectors.joining(", "))
              + ": start it with a limit of this kind, which can then be changed");
    }
  }

  /**
   * Refuses to add a memory limit on v1 that ends the whole room. There the zygote ends the room,
   * and it registers for out-of-memory events only while it builds the room.
   */
  private void requireWatch(Limits before, Limits after) {
    boolean added = before.memory().max() == null && after.memory().max() != null;
    if (added
        && after.memory().oomKill() == MemoryLimits.OomKill.ROOM
        && branch(Controller.MEMORY).kind() == GroupKind.V1) {
      throw new UnsupportedOperationException(
          "memory: on cgroup v1 a limit that ends the whole room can be changed, but not added."
              + " Start the room with a large limit");
    }
  }

  private void requireCpus(CpuLimits before, CpuLimits after) throws SandboxException {
    boolean same =
        before.cpus().equals(after.cpus())
            && Objects.equals(before.memoryNodes(), after.memoryNodes());
    if (!same && branches.stream().anyMatch(b -> b.controllers().contains(Controller.CPUSET))) {
      Branch room = branch(Controller.CPUSET);
      CpuChoice.requireAllowed(
          after, new Branch(parent(room), room.kind(), room.controllers(), room.files()));
    }
  }

  private Branch branch(Controller controller) {
    return branches.stream()
        .filter(branch -> branch.controllers().contains(controller))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Returns the set of the parent group. It replaces a removed cpuset, because the kernel accepts
   * no empty set for a group with processes.
   */
  private static String inherited(Branch branch, String file) {
    String suffix = branch.kind() == GroupKind.V2 ? ".effective" : "";
    return PseudoFile.text(parent(branch) + "/" + file + suffix).orElse("").trim();
  }

  private static String parent(Branch branch) {
    return String.valueOf(Path.of(branch.directory()).getParent());
  }
}
