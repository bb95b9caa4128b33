package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.cgroup.CgroupBases;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The groups of this JVM below one parent, in which the groups of its rooms are created. Plain
 * data; {@link CgroupBases} creates the directories.
 *
 * @param branches the v1 branches in the order of {@link Controller}, then the v2 branch
 * @param missing for each controller that no branch has, the reason and the remedy
 * @param directories every directory that was created for this JVM, inner ones first. Each is
 *     removed, if empty, when the JVM has ended
 */
public record CgroupBase(
    List<Branch> branches, Map<Controller, Missing> missing, List<String> directories) {

  public CgroupBase {
    branches = List.copyOf(branches);
    missing = Map.copyOf(missing);
    directories = List.copyOf(directories);
  }

  /** Returns the branch that has a controller; empty if none has. */
  public Optional<Branch> branch(Controller controller) {
    return branches.stream().filter(b -> b.controllers().contains(controller)).findFirst();
  }

  /** Returns the v2 branch, with or without controllers; empty if there is none. */
  public Optional<Branch> unified() {
    return branches.stream().filter(b -> b.kind() == GroupKind.V2).findFirst();
  }
}
