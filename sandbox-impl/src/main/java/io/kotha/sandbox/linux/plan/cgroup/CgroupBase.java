package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.cgroup.CgroupBases;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the rooms of one parent get their groups. Data; {@link CgroupBases} makes it true.
 *
 * @param branches v1 ones in the order of {@link Controller}, then the v2 one
 * @param missing why a controller cannot be had, for each that no branch has
 * @param directories every directory made for this JVM, inner ones first: what is to be removed
 *     (each if it is empty) when the JVM is gone
 */
public record CgroupBase(
    List<Branch> branches, Map<Controller, Missing> missing, List<String> directories) {

  public CgroupBase {
    branches = List.copyOf(branches);
    missing = Map.copyOf(missing);
    directories = List.copyOf(directories);
  }

  /** The branch that has a controller. */
  public Optional<Branch> branch(Controller controller) {
    return branches.stream().filter(b -> b.controllers().contains(controller)).findFirst();
  }

  /** The v2 branch, with or without controllers. */
  public Optional<Branch> unified() {
    return branches.stream().filter(b -> b.kind() == GroupKind.V2).findFirst();
  }
}
