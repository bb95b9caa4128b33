package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import java.util.stream.Collectors;

/** What would give a JVM the cgroups it lacks. Pure texts. */
record Remedy(CgroupLayout layout, CgroupParent parent, long uid) {

  /** For a hierarchy that is mounted but refused something. */
  String of(Hierarchy hierarchy, CgroupAccessException refused) {
    if (String.valueOf(refused.getMessage()).contains("Read-only")) {
      return "mount "
          + hierarchy.mountPoint()
          + " writable; for a container: docker run --cgroupns=private"
          + " --security-opt writable-cgroups=true, or --privileged";
    } else if (hierarchy.kind() == GroupKind.V1) {
      return uid == 0 && parent.origin() == CgroupParent.Origin.CONFIGURED
          ? "run: sudo mkdir -p " + directories()
          : "run: sudo mkdir -p " + directories() + " && sudo chown " + uid + " " + directories();
    } else if (uid == 0) {
      return "name a group with no process in it, and with the memory, pids and cpu controllers,"
          + " by -D"
          + CgroupParent.PROPERTY
          + "=/path";
    } else {
      return "run the JVM alone in a group that is delegated to it, and say so: systemd-run --user"
          + " --scope -p Delegate=yes java -D"
          + CgroupParent.PROPERTY
          + "=self …; or name a delegated group by its path";
    }
  }

  /** For a controller that no mounted hierarchy has. */
  String ofAbsent(Controller controller) {
    if (layout.version() == CgroupLayout.Version.NONE) {
      return "mount cgroups: sudo mount -t cgroup2 none /sys/fs/cgroup";
    } else if (layout.version() == CgroupLayout.Version.V2) {
      return "boot with cgroup_enable="
          + controller.kernelName(GroupKind.V2)
          + ", or, in a container or a service, let it be delegated";
    } else {
      return "boot with cgroup_enable="
          + controller.kernelName(GroupKind.V1)
          + ", and run: sudo mount -t cgroup -o "
          + controller.kernelName(GroupKind.V1)
          + " none /sys/fs/cgroup/"
          + controller.kernelName(GroupKind.V1);
    }
  }

  /** The parent in every v1 hierarchy at once, so that one line is enough. */
  private String directories() {
    return layout.hierarchies().stream()
        .filter(h -> h.kind() == GroupKind.V1)
        .map(h -> parent.directory(h).toString())
        .collect(Collectors.joining(" "));
  }
}
