package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The group that the groups of JVMs are made in: the same path below every cgroup mount.
 *
 * @param path absolute, below a mount; or {@link #SELF}
 * @param origin who named it
 */
record CgroupParent(String path, Origin origin) {

  static final String PROPERTY = "io.kotha.cgroup.parent";
  static final String VARIABLE = "KOTHA_CGROUP_PARENT";

  enum Origin {
    /**
     * Nobody. It stands at the top of what the mount shows, beside every group that somebody else
     * manages (a service manager, a container engine) and inside none; made when missing.
     */
    DEFAULT,
    /** The caller or the administrator. It has to exist. */
    CONFIGURED,
    /** The administrator, by {@link #SELF}: the group that the JVM was started in. */
    OWN
  }

  /** Instead of a path: the JVM's own group, which was delegated to it. */
  static final String SELF = "self";

  /** By the caller, else by system property, else by environment, else the default of this user. */
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

  /** Its directory in a hierarchy. */
  Path directory(Hierarchy hierarchy) {
    return Path.of(
        origin == Origin.OWN
            ? hierarchy.ownDirectory().orElse(hierarchy.mountPoint())
            : hierarchy.directory(path));
  }

  /**
   * One for each user: who owns a group may remove the empty groups in it, so an ordinary user's
   * must never be the one that root uses.
   */
  private static String defaultPath(long uid) {
    return uid == 0 ? "/kotha" : "/kotha-" + uid;
  }

  private static String checked(String path) {
    if (!path.startsWith("/") || Stream.of(path.split("/")).anyMatch(".."::equals)) {
      throw new IllegalArgumentException(
          "a parent cgroup must be an absolute path below the cgroup mount, without ..: " + path);
    }
    return path.replaceAll("/+", "/");
  }
}
