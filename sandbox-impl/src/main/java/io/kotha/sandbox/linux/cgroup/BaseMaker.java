package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.plan.cgroup.Branch;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates the groups of this JVM below one parent, in every usable hierarchy. */
final class BaseMaker {

  private final CgroupLayout layout;
  private final CgroupParent parent;
  private final long uid;
  private final Remedy remedy;
  private final List<Branch> branches = new ArrayList<>();
  private final Map<Controller, Missing> missing = new EnumMap<>(Controller.class);

  private BaseMaker(CgroupLayout layout, CgroupParent parent, long uid) {
    this.layout = layout;
    this.parent = parent;
    this.uid = uid;
    this.remedy = new Remedy(layout, parent, uid);
  }

  /** Creates the groups under the first name that is free in all hierarchies. */
  static CgroupBase make(CgroupLayout layout, CgroupParent parent, JvmGroupName name, long uid) {
    for (int copy = name.copy(); ; copy++) {
      BaseMaker maker = new BaseMaker(layout, parent, uid);
      try {
        return maker.make(name.withCopy(copy));
      } catch (FileAlreadyExistsException e) {
        maker.branches.forEach(branch -> BranchMaker.removeIfEmpty(Path.of(branch.directory())));
      }
    }
  }

  private CgroupBase make(JvmGroupName name) throws FileAlreadyExistsException {
    // The v2 tree comes first: it also counts CPU time, which saves each room a v1 group.
    Optional<Hierarchy> unified = layout.unified();
    if (unified.isPresent()) {
      add(unified.get(), name);
    }
    for (Hierarchy hierarchy : layout.hierarchies()) {
      if (hierarchy.kind() == GroupKind.V1 && !isCovered(hierarchy)) {
        add(hierarchy, name);
      }
    }
    branches.sort(this::inOrder);
    for (Controller controller : Controller.values()) {
      if (has(controller)) {
        missing.remove(controller);
      } else {
        missing.computeIfAbsent(controller, this::absent);
      }
    }
    return new CgroupBase(branches, missing, directories());
  }

  private void add(Hierarchy hierarchy, JvmGroupName name) throws FileAlreadyExistsException {
    try {
      BranchMaker.Made made = new BranchMaker(hierarchy, parent, uid).make(name);
      branches.add(made.branch());
      made.refused().forEach((controller, reason) -> refuse(controller, hierarchy, reason));
    } catch (CgroupAccessException e) {
      Stream.of(Controller.values())
          .filter(controller -> gives(hierarchy, controller))
          .forEach(controller -> refuse(controller, hierarchy, e));
    }
  }

  private void refuse(Controller controller, Hierarchy hierarchy, CgroupAccessException reason) {
    missing.put(
        controller,
        new Missing(
            controller.feature(),
            String.valueOf(reason.getMessage()),
            remedy.of(hierarchy, reason)));
  }

  /** Returns whether a hierarchy provides a controller. On v2 every group counts CPU time. */
  private boolean gives(Hierarchy hierarchy, Controller controller) {
    return hierarchy.controllers().contains(controller)
        || (hierarchy.kind() == GroupKind.V2
            && controller == Controller.CPUACCT
            && layout.of(controller).isEmpty());
  }

  private boolean isCovered(Hierarchy hierarchy) {
    return hierarchy.controllers().stream().allMatch(this::has);
  }

  private boolean has(Controller controller) {
    return branches.stream().anyMatch(branch -> branch.controllers().contains(controller));
  }

  private Missing absent(Controller controller) {
    return new Missing(
        controller.feature(),
        "no mounted cgroup hierarchy has the "
            + controller.feature().substring("cgroup.".length())
            + " controller",
        remedy.ofAbsent(controller));
  }

  /** Orders branches as the layout does, with v2 last. */
  private int inOrder(Branch a, Branch b) {
    return a.kind() == b.kind() ? first(a).compareTo(first(b)) : a.kind().compareTo(b.kind());
  }

  private static Controller first(Branch branch) {
    return branch.controllers().stream().sorted().findFirst().orElse(Controller.CPUACCT);
  }

  private List<String> directories() {
    List<String> all = new ArrayList<>();
    branches.forEach(branch -> all.add(branch.directory()));
    if (parent.origin() == CgroupParent.Origin.DEFAULT) {
      layout.hierarchies().forEach(h -> all.add(parent.directory(h).toString()));
    }
    return all;
  }
}
