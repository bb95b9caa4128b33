package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.Optional;
import java.util.Set;

/**
 * One mounted tree of cgroups.
 *
 * @param kind version
 * @param mountPoint where it is mounted
 * @param mountRoot the group that the mount shows as its top: {@code /}, but often a container's
 *     own group inside a container
 * @param ownPath the JVM's group, as {@code /proc/self/cgroup} has it
 * @param controllers those of interest; on v2, those that the top group may give to its children
 */
public record Hierarchy(
    GroupKind kind,
    String mountPoint,
    String mountRoot,
    String ownPath,
    Set<Controller> controllers) {

  public Hierarchy {
    controllers = Set.copyOf(controllers);
  }

  /** The directory of the JVM's own group; empty where the mount does not show it. */
  public Optional<String> ownDirectory() {
    if (ownPath.startsWith("/..") || mountRoot.startsWith("/..")) {
      return Optional.empty(); // outside of the cgroup namespace of one of the two
    } else if (mountRoot.equals("/")) {
      return Optional.of(directory(ownPath));
    } else if (ownPath.equals(mountRoot)) {
      return Optional.of(mountPoint);
    } else if (ownPath.startsWith(mountRoot + "/")) {
      return Optional.of(directory(ownPath.substring(mountRoot.length())));
    } else {
      return Optional.empty();
    }
  }

  /** The directory of a group, given its path below the mount, such as {@code /judge}. */
  public String directory(String path) {
    String trimmed = path.replaceAll("/+$", "");
    return trimmed.isEmpty() ? mountPoint : mountPoint + trimmed;
  }
}
