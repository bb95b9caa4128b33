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

/** The groups of a live room, as they are: what limits they can have. */
public final class LiveGroups {

  /** By which file a v1 group shows a controller. */
  private static final Map<Controller, String> SIGNS =
      Map.of(
          Controller.MEMORY, "memory.limit_in_bytes",
          Controller.PIDS, "pids.max",
          Controller.CPU, "cpu.shares",
          Controller.CPUACCT, "cpuacct.usage",
          Controller.CPUSET, "cpuset.cpus",
          Controller.IO, "blkio.throttle.read_bps_device");

  /** One for each group of the plan; its directory is that of the room itself. */
  private final List<Branch> branches;

  private LiveGroups(List<Branch> branches) {
    this.branches = branches;
  }

  /**
   * Looks at them.
   *
   * @throws IOException if they are gone
   */
  public static LiveGroups of(CgroupPlan plan) throws IOException {
    List<Branch> branches = new ArrayList<>();
    for (Group group : plan.groups()) {
      GroupFiles files = GroupInventory.of(Path.of(group.path()));
      branches.add(new Branch(group.path(), group.kind(), controllers(group, files), files));
    }
    return new LiveGroups(branches);
  }

  private static Set<Controller> controllers(Group group, GroupFiles files) throws IOException {
    Set<Controller> found = EnumSet.noneOf(Controller.class);
    if (group.kind() == GroupKind.V1) {
      SIGNS.forEach(
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
    String all = PseudoFile.text(group.path() + "/cgroup.controllers").orElse("");
    Arrays.stream(all.trim().split(" "))
        .forEach(name -> Controller.of(GroupKind.V2, name).ifPresent(found::add));
    return found;
  }

  /**
   * What to write, in order, for the room to go from some limits to others.
   *
   * @param devices {@code MAJOR:MINOR} of each path that has an io limit in either
   * @throws UnsupportedOperationException naming controllers that this room has no group of
   * @throws UnsupportedHostException naming what this host cannot give
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
              new Limited(before, GroupWrites.of(before, devices, branch, i, new ArrayList<>())),
              new Limited(after, GroupWrites.of(after, devices, branch, i, missing)),
              file -> inherited(branch, file)));
    }
    if (!missing.isEmpty()) {
      throw new UnsupportedHostException(missing);
    }
    return changes;
  }

  /** Also of the limits so far: what stands in for a group cannot be taken away either. */
  private void requireGroups(Limits before, Limits after) {
    Set<Controller> lacking = CgroupPlanner.needed(after);
    lacking.addAll(CgroupPlanner.needed(before));
    lacking.remove(Controller.CPUACCT); // for clocks, which are not changed here
    branches.forEach(branch -> lacking.removeAll(branch.controllers()));
    if (!lacking.isEmpty()) {
      throw new UnsupportedOperationException(
          "this room has no group of "
              + lacking.stream().map(Controller::feature).collect(Collectors.joining(", "))
              + ": start it with such a limit to have one that can be changed");
    }
  }

  /** On v1 the helper ends the room, and begins to watch for the reason when it builds it. */
  private void requireWatch(Limits before, Limits after) {
    boolean added = before.memory().max() == null && after.memory().max() != null;
    if (added
        && after.memory().oomKill() == MemoryLimits.OomKill.ROOM
        && branch(Controller.MEMORY).kind() == GroupKind.V1) {
      throw new UnsupportedOperationException(
          "memory: on cgroup v1 a limit that ends the whole room can be changed, but not added:"
              + " start the room with a large one");
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

  /** What the parent has: the kernel takes no set away from a group that processes are in. */
  private static String inherited(Branch branch, String file) {
    String suffix = branch.kind() == GroupKind.V2 ? ".effective" : "";
    return PseudoFile.text(parent(branch) + "/" + file + suffix).orElse("").trim();
  }

  private static String parent(Branch branch) {
    return String.valueOf(Path.of(branch.directory()).getParent());
  }
}
