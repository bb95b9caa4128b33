package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.Branch;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.GroupFiles;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import io.kotha.sandbox.linux.sys.OwnDirectories;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Creates the group of this JVM in one hierarchy. */
final class BranchMaker {

  /** The number of attempts: a JVM that ends may remove the default parent at the same time. */
  private static final int ATTEMPTS = 10;

  private final Hierarchy hierarchy;
  private final CgroupParent parent;
  private final long uid;
  private final OwnDirectories directories;

  BranchMaker(Hierarchy hierarchy, CgroupParent parent, long uid) {
    this.hierarchy = hierarchy;
    this.parent = parent;
    this.uid = uid;
    this.directories = new OwnDirectories(uid);
  }

  /**
   * The result.
   *
   * @param refused the controllers that the hierarchy has but does not give to this group
   */
  record Made(Branch branch, Map<Controller, CgroupAccessException> refused) {}

  /**
   * Creates the group.
   *
   * @throws FileAlreadyExistsException if this JVM already has a group with this name
   * @throws CgroupAccessException if the kernel refuses
   */
  Made make(JvmGroupName name) throws FileAlreadyExistsException, CgroupAccessException {
    Path base = base();
    Path group = base.resolve(name.directoryName());
    makeDirectories(base, group);
    try {
      return hierarchy.kind() == GroupKind.V1 ? v1(base, group) : v2(base, group);
    } catch (CgroupAccessException e) {
      removeIfEmpty(group);
      throw e;
    }
  }

  /**
   * Returns the parent group. If none is configured and the default one does not exist, that is the
   * JVM's own group, provided it was delegated.
   */
  private Path base() {
    Path configured = parent.directory(hierarchy);
    return parent.origin() == CgroupParent.Origin.DEFAULT && !Files.exists(configured)
        ? OwnGroup.delegated(hierarchy, uid).orElse(configured)
        : configured;
  }

  /** Removes a group that this JVM created, unless something is in it. */
  static void removeIfEmpty(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      // The group is not empty or its parent is gone. The next JVM sweeps.
    }
  }

  private void makeDirectories(Path base, Path group)
      throws FileAlreadyExistsException, CgroupAccessException {
    for (int attempt = 1; ; attempt++) {
      try {
        if (parent.origin() == CgroupParent.Origin.DEFAULT) {
          directories.makeIfMissing(base, OwnDirectories.PUBLIC);
        }
        directories.make(group, OwnDirectories.PUBLIC);
        return;
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (NoSuchFileException e) {
        if (parent.origin() != CgroupParent.Origin.DEFAULT || attempt == ATTEMPTS) {
          throw new CgroupAccessException(base, e);
        }
      } catch (IOException e) {
        throw new CgroupAccessException(base, e);
      }
    }
  }

  /**
   * Fills the new cpuset of v1, which is empty, so that no process could enter it. Cpusets that are
   * created below it copy their parent's.
   */
  private void inheritCpuset(Path base, Path group) throws IOException, CgroupAccessException {
    if (hierarchy.kind() == GroupKind.V1 && hierarchy.controllers().contains(Controller.CPUSET)) {
      for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
        if (parent.origin() == CgroupParent.Origin.DEFAULT) {
          fill(Path.of(hierarchy.mountPoint()).resolve(file), base.resolve(file));
        }
        fill(base.resolve(file), group.resolve(file));
      }
      CgroupFile.write(group.resolve("cgroup.clone_children"), "1");
    }
  }

  private static void fill(Path from, Path to) throws IOException, CgroupAccessException {
    String set = PseudoFile.read(from.toString()).trim();
    if (set.isEmpty()) {
      throw new CgroupAccessException(from, "is empty, so that no process can enter the group");
    }
    if (PseudoFile.read(to.toString()).isBlank()) {
      CgroupFile.write(to, set);
    }
  }

  private Made v1(Path base, Path group) throws CgroupAccessException {
    try {
      inheritCpuset(base, group);
    } catch (IOException e) {
      throw new CgroupAccessException(group, e);
    }
    GroupFiles files = files(group);
    return new Made(
        new Branch(group.toString(), GroupKind.V1, hierarchy.controllers(), files), Map.of());
  }

  /**
   * Enables the controllers one level at a time: each group on the way gives them to its children.
   */
  private Made v2(Path base, Path group) throws CgroupAccessException {
    refuseUnreachable(group);
    List<Path> givers = givers(base);
    Optional<Path> own = hierarchy.ownDirectory().map(Path::of);
    if (!hierarchy.controllers().isEmpty()
        && own.isPresent()
        && givers.contains(own.get())
        && Files.exists(own.get().resolve("cgroup.type"))) {
      OwnGroup.vacate(own.get(), directories);
    }
    Set<Controller> controllers = EnumSet.noneOf(Controller.class);
    Map<Controller, CgroupAccessException> refused = new EnumMap<>(Controller.class);
    for (Controller controller : hierarchy.controllers()) {
      try {
        for (Path giver : givers) {
          enable(controller, giver);
        }
        if (!controller.isOnRequest()) {
          enable(controller, group);
        }
        controllers.add(controller);
      } catch (CgroupAccessException e) {
        refused.put(controller, e);
      }
    }
    GroupFiles files = files(group);
    if (files.has("cpu.stat", "usage_usec")) {
      controllers.add(Controller.CPUACCT);
    }
    return new Made(new Branch(group.toString(), GroupKind.V2, controllers, files), refused);
  }

  /**
   * Returns the groups that must enable controllers for their children. The top group is one of
   * them only above the default parent.
   */
  private List<Path> givers(Path base) {
    Path top = Path.of(hierarchy.mountPoint());
    return parent.origin() == CgroupParent.Origin.DEFAULT && top.equals(base.getParent())
        ? List.of(top, base)
        : List.of(base);
  }

  /** Enables controllers for the children of a group; v2 only. */
  static void enable(Set<Controller> controllers, Path group) throws CgroupAccessException {
    for (Controller controller : controllers) {
      enable(controller, group);
    }
  }

  private static void enable(Controller controller, Path group) throws CgroupAccessException {
    Path file = group.resolve("cgroup.subtree_control");
    try {
      if (!Arrays.asList(PseudoFile.read(file.toString()).trim().split(" "))
          .contains(controller.kernelName(GroupKind.V2))) {
        CgroupFile.write(file, "+" + controller.kernelName(GroupKind.V2));
      }
    } catch (IOException e) {
      throw new CgroupAccessException(file, e);
    }
  }

  /**
   * Refuses a group in which no room process could be created. {@code CLONE_INTO_CGROUP} needs
   * write access to {@code cgroup.procs} of the group and of its closest common ancestor with the
   * group of the parent process; owning the new group alone is not enough. See "Delegation
   * Containment" in the kernel's cgroup-v2.rst.
   */
  private void refuseUnreachable(Path group) throws CgroupAccessException {
    Path common = hierarchy.ownDirectory().map(Path::of).orElse(Path.of(hierarchy.mountPoint()));
    while (!group.startsWith(common)) {
      common = Objects.requireNonNull(common.getParent(), "the mount point is above every group");
    }
    Path members = common.resolve("cgroup.procs");
    if (!Files.isWritable(members)) {
      throw new CgroupAccessException(
          members,
          "not writable, which moving a process from "
              + hierarchy.ownPath()
              + " to "
              + group
              + " requires");
    }
    Path type = group.resolve("cgroup.type");
    String found = PseudoFile.text(type.toString()).orElse("domain").trim();
    if (!found.equals("domain")) {
      throw new CgroupAccessException(
          type, "\"" + found + "\", which can hold threads only, not processes");
    }
  }

  static GroupFiles files(Path group) throws CgroupAccessException {
    try {
      return GroupInventory.of(group);
    } catch (IOException e) {
      throw new CgroupAccessException(group, e);
    }
  }
}
