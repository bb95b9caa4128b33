package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import io.kotha.sandbox.linux.scenario.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A parent cgroup of one test alone, in every real hierarchy of this host; needs root. */
final class ProbeGroup implements AutoCloseable {

  private final String path;
  private final CgroupLayout layout;
  private final List<Path> made = new ArrayList<>();

  private ProbeGroup(String name, CgroupLayout layout) {
    this.path = "/kotha-probe-" + ProcessHandle.current().pid() + "-" + name;
    this.layout = layout;
  }

  /** Makes the group; skips the test if that is not permitted. */
  static ProbeGroup make(String name) throws IOException {
    CgroupLayout layout = CgroupLayout.ofHost();
    Features.require("cgroup.top");
    ProbeGroup group = new ProbeGroup(name, layout);
    for (Hierarchy hierarchy : layout.hierarchies()) {
      Path top = Path.of(hierarchy.mountPoint());
      Path directory = Files.createDirectory(Path.of(hierarchy.directory(group.path)));
      group.made.add(directory);
      if (hierarchy.kind() == GroupKind.V1 && hierarchy.controllers().contains(Controller.CPUSET)) {
        for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
          CgroupFile.write(directory.resolve(file), Files.readString(top.resolve(file)).trim());
        }
        CgroupFile.write(directory.resolve("cgroup.clone_children"), "1");
      }
    }
    return group;
  }

  /** Returns the path as a caller configures it. */
  String path() {
    return path;
  }

  CgroupLayout layout() {
    return layout;
  }

  /**
   * Returns the controllers that the group can delegate. On v2 these are the controllers delegated
   * to it: a service manager keeps some for itself, such as huge pages.
   */
  Set<Controller> offered() throws IOException {
    Set<Controller> all = EnumSet.of(Controller.CPUACCT);
    for (Hierarchy hierarchy : layout.hierarchies()) {
      if (hierarchy.kind() == GroupKind.V1) {
        all.addAll(hierarchy.controllers());
      } else {
        Path file = Path.of(hierarchy.directory(path), "cgroup.controllers");
        for (String name : Files.readString(file).trim().split(" ")) {
          Controller.of(GroupKind.V2, name).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  /** Returns the same path in every hierarchy. */
  List<Path> directories() {
    return made;
  }

  /** Removes the group and all groups below it; fails if a process lives there. */
  @Override
  public void close() throws IOException {
    for (Path directory : made) {
      remove(directory);
    }
  }

  private static void remove(Path group) throws IOException {
    for (Path child : GroupMembers.children(group)) {
      remove(child);
    }
    Files.delete(group);
  }
}
