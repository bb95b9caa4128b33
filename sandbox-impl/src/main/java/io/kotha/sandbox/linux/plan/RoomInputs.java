package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.plan.cgroup.CgroupInputs;
import java.util.List;

/**
 * The facts that were looked up on the host for one room.
 *
 * @param lifetime whether it ends with its program
 * @param layout the layout of its root
 * @param binds the sources of its bind mounts, in order
 * @param idBase the first of the host ids that it leases; 0 for an ordinary user
 * @param cgroups the facts that its cgroups are planned from
 * @param filters its compiled policy
 * @param uidHelpers the paths of {@code newuidmap} and {@code newgidmap}, for id ranges
 */
public record RoomInputs(
    Lifetime lifetime,
    RootLayout layout,
    List<BindSource> binds,
    long idBase,
    CgroupInputs cgroups,
    Filters filters,
    UidHelpers uidHelpers) {

  public RoomInputs {
    binds = List.copyOf(binds);
  }

  /** The lifetime of a room. */
  public enum Lifetime {
    /** Until its program has ended. */
    ONE_PROGRAM,
    /** Until it is closed: it has no program at first, and then any number. */
    UNTIL_CLOSED
  }

  /**
   * The source of a bind mount.
   *
   * @param path the path on the host, without symbolic links
   * @param kind its kind
   * @param isPrivate whether its mode permits something to its owner only
   */
  public record BindSource(String path, Kind kind, boolean isPrivate) {
    /** The kind of a source. */
    public enum Kind {
      FILE,
      DIRECTORY
    }
  }

  /** The paths of the two programs that map id ranges for an ordinary user. */
  public record UidHelpers(String newuidmap, String newgidmap) {}
}
