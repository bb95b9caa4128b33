package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.Set;

/**
 * The group of this JVM in one hierarchy. The groups of its rooms are created in it.
 *
 * @param directory the absolute path of the group
 * @param kind the version of the hierarchy
 * @param controllers the controllers that rooms' groups can have
 * @param files the files of a room's group
 */
public record Branch(
    String directory, GroupKind kind, Set<Controller> controllers, GroupFiles files) {

  public Branch {
    controllers = Set.copyOf(controllers);
  }

  /** Returns whether a room that needs these controllers gets a group in this branch. */
  boolean isFor(Set<Controller> needed) {
    return kind == GroupKind.V2
        || controllers.stream().anyMatch(c -> !c.isOnRequest() || needed.contains(c));
  }
}
