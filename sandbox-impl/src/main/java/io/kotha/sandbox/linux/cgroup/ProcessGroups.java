package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.plan.cgroup.Branch;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.GroupFiles;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import io.kotha.sandbox.linux.plan.cgroup.RoomName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The groups of a process that Kotha may not have started. */
public final class ProcessGroups {

  private final List<Branch> branches = new ArrayList<>();
  private final Map<Controller, Missing> missing = new EnumMap<>(Controller.class);

  private final List<Missing> closed = new ArrayList<>();
  private final Set<Optional<String>> own;

  private ProcessGroups(CgroupLayout jvm) {
    own = jvm.hierarchies().stream().map(Hierarchy::ownDirectory).collect(Collectors.toSet());
    for (Controller controller : Controller.values()) {
      lack(controller, "no mounted hierarchy shows it");
    }
  }

  /**
   * Returns the groups of a process as those in which a program's are made. On v2 they have no
   * controllers, because a group with processes can give none to those below it.
   *
   * <p>A group in which the JVM is as well, and may make none, is left out: the program is in it
   * anyway.
   *
   * @param cgroups the text of {@code /proc/PID/cgroup}
   * @throws UnsupportedHostException if the JVM may make no group in another one of the process
   */
  public static CgroupBase of(String cgroups) throws UnsupportedHostException {
    ProcessGroups groups = new ProcessGroups(CgroupLayout.ofHost());
    CgroupLayout.ofProcess(cgroups).hierarchies().forEach(groups::add);
    if (!groups.closed.isEmpty()) {
      throw new UnsupportedHostException(groups.closed);
    }
    return new CgroupBase(groups.branches, groups.missing, List.of());
  }

  /**
   * Returns the name of a program's groups in those of a process.
   *
   * @param zygote the pid of the zygote, of which a JVM has several if it has several engines
   * @param id the id of the program in its zygote
   */
  public static RoomName nameOfProgram(long zygote, long id) {
    return RoomName.entered(JvmGroupName.current().directoryName() + "-" + zygote, id);
  }

  private void add(Hierarchy hierarchy) {
    Optional<String> directory = hierarchy.ownDirectory();
    if (directory.isEmpty()) {
      return;
    }
    if (!Files.isWritable(Path.of(directory.get()))) {
      if (!own.contains(directory)) {
        closed.add(closed("the JVM may make no group in " + directory.get()));
      }
      return;
    }
    try {
      GroupFiles files = BranchMaker.files(Path.of(directory.get()));
      Set<Controller> controllers = EnumSet.noneOf(Controller.class);
      if (hierarchy.kind() == GroupKind.V1) {
        controllers.addAll(hierarchy.controllers());
      } else {
        hierarchy
            .controllers()
            .forEach(c -> lack(c, "a group with processes gives no controller to those below it"));
      }
      if (files.has("cpu.stat", "usage_usec")) {
        controllers.add(Controller.CPUACCT);
      }
      branches.add(new Branch(directory.get(), hierarchy.kind(), controllers, files));
      missing.keySet().removeAll(controllers);
    } catch (CgroupAccessException e) {
      closed.add(closed(String.valueOf(e.getMessage())));
    }
  }

  private static Missing closed(String reason) {
    return new Missing(
        "cgroup", "the group of the process: " + reason, "start the program without inCgroup()");
  }

  private void lack(Controller controller, String reason) {
    missing.put(
        controller,
        new Missing(
            controller.feature(),
            "in the group of the process: " + reason,
            "start the program without inCgroup()"));
  }
}
