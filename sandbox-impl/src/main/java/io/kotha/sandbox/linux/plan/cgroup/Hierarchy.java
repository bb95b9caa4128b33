package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.Optional;
import java.util.Set;

/**
 * A mounted cgroup hierarchy.
 *
 * @param kind the version of the hierarchy
 * @param mountPoint the mount point
 * @param mountRoot the group at the top of the mount: usually {@code /}, and often the container's
 *     own group inside a container
 * @param ownPath the path of the JVM's group in {@code /proc/self/cgroup}
 * @param controllers the controllers that Kotha uses; on v2, those that the top group can enable
 *     for its children
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

  /** Returns the directory of the JVM's own group; empty if the mount does not show it. */
  public Optional<String> ownDirectory() {
    if (ownPath.startsWith("/..") || mountRoot.startsWith("/..")) {
      return Optional.empty(); // the path lies outside of the JVM's cgroup namespace
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

  /** Returns the directory of a group with a path below the mount, such as {@code /judge}. */
  public String directory(String path) {
    String trimmed = path.replaceAll("/+$", "");
    return trimmed.isEmpty() ? mountPoint : mountPoint + trimmed;
  }
}
