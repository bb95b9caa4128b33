package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.Set;

/**
 * The group of this JVM in one hierarchy; the groups of its rooms are made in it.
 *
 * @param directory absolute
 * @param kind version of the hierarchy
 * @param controllers those that hold in the rooms' groups
 * @param files what a room's group has
 */
public record Branch(
    String directory, GroupKind kind, Set<Controller> controllers, GroupFiles files) {

  public Branch {
    controllers = Set.copyOf(controllers);
  }

  /** Whether a room that needs these controllers gets a group here. */
  boolean isFor(Set<Controller> needed) {
    return kind == GroupKind.V2
        || controllers.stream().anyMatch(c -> !c.isOnRequest() || needed.contains(c));
  }
}
