package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The group in which the groups of JVMs are created. It has the same path below every cgroup mount.
 *
 * @param path the absolute path below a mount, or {@link #SELF}
 * @param origin the origin of the path
 */
record CgroupParent(String path, Origin origin) {

  static final String PROPERTY = "io.kotha.cgroup.parent";
  static final String VARIABLE = "KOTHA_CGROUP_PARENT";

  /** The origin of the path of a parent. */
  enum Origin {
    /**
     * The default of Kotha. The group is at the top of the mount, outside of all groups that a
     * service manager or container engine manages. It is created if it is missing.
     */
    DEFAULT,
    /** The caller or the administrator chose the path. The group must exist. */
    CONFIGURED,
    /** The administrator chose {@link #SELF}: the group that the JVM was started in. */
    OWN
  }

  /** The value that stands for the JVM's own group, which was delegated to it. */
  static final String SELF = "self";

  /**
   * Chooses the parent: that of the caller, else that of the system property, else that of the
   * environment variable, else the default of this user.
   */
  static CgroupParent choose(
      @Nullable String asked, Properties properties, Map<String, String> environment, long uid) {
    return Stream.of(asked, properties.getProperty(PROPERTY), environment.get(VARIABLE))
        .filter(Objects::nonNull)
        .filter(path -> !path.isEmpty())
        .findFirst()
        .map(CgroupParent::named)
        .orElseGet(() -> new CgroupParent(defaultPath(uid), Origin.DEFAULT));
  }

  private static CgroupParent named(String path) {
    return path.equals(SELF)
        ? new CgroupParent(SELF, Origin.OWN)
        : new CgroupParent(checked(path), Origin.CONFIGURED);
  }

  /** Returns the directory of the parent in a hierarchy. */
  Path directory(Hierarchy hierarchy) {
    return Path.of(
        origin == Origin.OWN
            ? hierarchy.ownDirectory().orElse(hierarchy.mountPoint())
            : hierarchy.directory(path));
  }

  /**
   * Returns the default parent of a user. Each user has one of its own: the owner of a group may
   * remove the empty groups in it, so root must not use the parent of an ordinary user.
   */
  private static String defaultPath(long uid) {
    return uid == 0 ? "/kotha" : "/kotha-" + uid;
  }

  private static String checked(String path) {
    if (!path.startsWith("/") || Stream.of(path.split("/")).anyMatch(".."::equals)) {
      throw new IllegalArgumentException(
          "a parent cgroup must be an absolute path below the cgroup mount without \"..\": "
              + path);
    }
    return Path.of(path).normalize().toString();
  }
}
