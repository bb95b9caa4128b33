package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.plan.cgroup.CgroupInputs;
import java.util.List;

/**
 * What was looked up on the host for one room.
 *
 * @param layout of its root
 * @param binds of its bind mounts, in their order
 * @param idBase first of the host ids leased for it; 0 as an ordinary user
 * @param cgroups what its cgroups are planned from
 * @param filters its policy, compiled
 * @param uidHelpers whether to map ranges by {@code newuidmap} and {@code newgidmap}, and their
 *     paths
 */
public record RoomInputs(
    RootLayout layout,
    List<BindSource> binds,
    long idBase,
    CgroupInputs cgroups,
    Filters filters,
    UidHelpers uidHelpers) {

  public RoomInputs {
    binds = List.copyOf(binds);
  }

  /** Where a bind comes from, without symbolic links. */
  public record BindSource(String path, Kind kind) {
    /** What it is. */
    public enum Kind {
      FILE,
      DIRECTORY
    }
  }

  /** Paths of the two programs. */
  public record UidHelpers(String newuidmap, String newgidmap) {}
}
