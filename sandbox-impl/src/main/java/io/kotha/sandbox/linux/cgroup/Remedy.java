package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import io.kotha.sandbox.linux.sys.UnsafeDirectoryException;
import java.util.stream.Collectors;

/** Texts that tell how a JVM can get the cgroups that it lacks. Pure. */
record Remedy(CgroupLayout layout, CgroupParent parent, long uid) {

  /** Returns the remedy for a mounted hierarchy that refused an access. */
  String of(Hierarchy hierarchy, CgroupAccessException refused) {
    if (refused.getCause() instanceof UnsafeDirectoryException unsafe) {
      return unsafe.remedy();
    } else if (String.valueOf(refused.getMessage()).contains("Read-only")) {
      return "mount "
          + hierarchy.mountPoint()
          + " writable; for a container: docker run --cgroupns=private"
          + " --security-opt writable-cgroups=true, or --privileged";
    } else if (hierarchy.kind() == GroupKind.V1) {
      return uid == 0 && parent.origin() == CgroupParent.Origin.CONFIGURED
          ? "run: sudo mkdir -p " + directories()
          : "run: sudo mkdir -p " + directories() + " && sudo chown " + uid + " " + directories();
    } else if (uid == 0) {
      return "choose a group without processes that has the memory, pids and cpu controllers: -D"
          + CgroupParent.PROPERTY
          + "=/path";
    } else {
      return "run the JVM alone in a delegated group: systemd-run --user --scope -p Delegate=yes"
          + " java -D"
          + CgroupParent.PROPERTY
          + "=self …; or set the path of a delegated group instead of self";
    }
  }

  /** Returns the remedy for a controller that no mounted hierarchy has. */
  String ofAbsent(Controller controller) {
    if (layout.version() == CgroupLayout.Version.NONE) {
      return "mount cgroups: sudo mount -t cgroup2 none /sys/fs/cgroup";
    } else if (layout.version() == CgroupLayout.Version.V2) {
      return "boot with cgroup_enable="
          + controller.kernelName(GroupKind.V2)
          + ", or, in a container or a service, delegate the controller";
    } else {
      return "boot with cgroup_enable="
          + controller.kernelName(GroupKind.V1)
          + ", and run: sudo mount -t cgroup -o "
          + controller.kernelName(GroupKind.V1)
          + " none /sys/fs/cgroup/"
          + controller.kernelName(GroupKind.V1);
    }
  }

  /** Returns the parent's directories in all v1 hierarchies, so that one command is enough. */
  private String directories() {
    return layout.hierarchies().stream()
        .filter(h -> h.kind() == GroupKind.V1)
        .map(h -> parent.directory(h).toString())
        .collect(Collectors.joining(" "));
  }
}
