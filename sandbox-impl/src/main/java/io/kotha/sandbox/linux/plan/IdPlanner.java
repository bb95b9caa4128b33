package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.List;

/** Plans id maps, the payload's ids, and separate ids for init if the map has enough. */
final class IdPlanner {

  /** The number of ids that a room leases if the JVM is root. */
  static final int LEASE = 65_536;

  /** Init's id in a leased range. The payload's id must be lower. */
  private static final int INIT_ID = 65_534;

  /** The longest map of the second user namespace, in characters. */
  private static final int LOCKED_MAP = 60;

  private static final String NEWUIDMAP = "/usr/bin/newuidmap";
  private static final String NEWGIDMAP = "/usr/bin/newgidmap";

  private IdPlanner() {}

  /** Returns whether only the caller's own id is mapped, which an ordinary user can do alone. */
  static boolean hasSingleId(SandboxSpec spec, Host host) {
    return !host.isRoot() && !(spec.identity().idMap() instanceof IdMap.Ranges);
  }

  /**
   * Returns whether the room needs a second user namespace, for one of two reasons. Kept
   * capabilities require locked mounts. And the kernel mounts devpts only if uid 0 is mapped, so
   * that a single id is first mapped to 0 and in the second namespace to the requested id.
   */
  static boolean needsLock(SandboxSpec spec, Host host) {
    User user = spec.identity().user();
    return !spec.identity().capabilities().isEmpty()
        || spec.identity().idMap() instanceof IdMap.None
        || (hasSingleId(spec, host) && !user.equals(User.ROOT));
  }

  static Plan.Ids plan(SandboxSpec spec, Host host, long idBase, boolean lock)
      throws SandboxException {
    User user = spec.identity().user();
    if (spec.identity().idMap() instanceof IdMap.Ranges ranges) {
      return ranges(ranges.ranges(), user, host, lock);
    }
    boolean none = spec.identity().idMap() instanceof IdMap.None;
    if (host.isRoot() && spec.isolation().shared().contains(Namespace.USER)) {
      int base = Math.toIntExact(idBase);
      return new Ids(base + user.uid(), base + user.gid(), base + INIT_ID)
          .outside(base + user.uid(), base + user.gid());
    }
    if (host.isRoot()) {
      String map = line(0, idBase, LEASE);
      String same = lock && !none ? line(0, 0, LEASE) : "";
      long base = idBase;
      return none
          ? Ids.UNCHANGED.maps(map, map, "", "").outside(base, base)
          : new Ids(user.uid(), user.gid(), INIT_ID)
              .maps(map, map, same, same)
              .outside(base + user.uid(), base + user.gid());
    }
    String uids = line(0, host.uid(), 1);
    String gids = line(0, host.gid(), 1);
    if (none) {
      return Ids.UNCHANGED.maps(uids, gids, "", "").outside(host.uid(), host.gid());
    }
    return new Ids(user.uid(), user.gid(), Plan.NO_ID)
        .maps(uids, gids, lock ? line(user.uid(), 0, 1) : "", lock ? line(user.gid(), 0, 1) : "")
        .outside(host.uid(), host.gid());
  }

  private static Plan.Ids ranges(List<IdMap.IdRange> ranges, User user, Host host, boolean lock)
      throws SandboxException {
    long last = 0;
    StringBuilder map = new StringBuilder();
    StringBuilder same = new StringBuilder();
    List<String> words = new ArrayList<>();
    for (IdMap.IdRange range : ranges) {
      map.append(line(range.inside(), range.outside(), range.count()));
      same.append(line(range.inside(), range.inside(), range.count()));
      last = Math.max(last, range.inside() + range.count() - 1);
      words.addAll(
          List.of(
              Long.toString(range.inside()),
              Long.toString(range.outside()),
              Long.toString(range.count())));
    }
    for (long id : new long[] {0, user.uid(), user.gid()}) {
      if (ranges.stream().noneMatch(r -> id >= r.inside() && id < r.inside() + r.count())) {
        throw new SandboxException(
            "the id map has no range with id "
                + id
                + " inside the room: map 0 and the program's uid and gid");
      }
    }
    int init = last == user.uid() || last > Integer.MAX_VALUE ? Plan.NO_ID : (int) last;
    if (lock && same.length() > LOCKED_MAP) {
      throw new SandboxException(
          "the id map is too long for a room that keeps capabilities: its ranges take "
              + same.length()
              + " characters, at most "
              + LOCKED_MAP
              + " are possible. Use fewer ranges");
    }
    String locked = lock ? same.toString() : "";
    boolean byHelper = !host.isRoot();
    String text = byHelper ? "" : map.toString();
    List<String> uidHelper = new ArrayList<>();
    List<String> gidHelper = new ArrayList<>();
    if (byHelper) {
      uidHelper.add(NEWUIDMAP);
      uidHelper.addAll(words);
      gidHelper.add(NEWGIDMAP);
      gidHelper.addAll(words);
    }
    return new Plan.Ids(
        user.uid(),
        user.gid(),
        init,
        init,
        text,
        text,
        locked,
        locked,
        uidHelper,
        gidHelper,
        outside(ranges, user.uid()),
        outside(ranges, user.gid()));
  }

  private static long outside(List<IdMap.IdRange> ranges, long inside) {
    for (IdMap.IdRange range : ranges) {
      if (inside >= range.inside() && inside < range.inside() + range.count()) {
        return range.outside() + inside - range.inside();
      }
    }
    throw new IllegalStateException("id " + inside + " was checked to be mapped");
  }

  /** The ids of a plan, before the host ids are known. */
  private record Ids(
      int uid, int gid, int init, String uids, String gids, String lockedUids, String lockedGids) {

    static final Ids UNCHANGED = new Ids(Plan.NO_ID, Plan.NO_ID, Plan.NO_ID);

    Ids(int uid, int gid, int init) {
      this(uid, gid, init, "", "", "", "");
    }

    Ids maps(String uidMap, String gidMap, String lockedUidMap, String lockedGidMap) {
      return new Ids(uid, gid, init, uidMap, gidMap, lockedUidMap, lockedGidMap);
    }

    Plan.Ids outside(long hostUid, long hostGid) {
      return new Plan.Ids(
          uid,
          gid,
          init,
          init,
          uids,
          gids,
          lockedUids,
          lockedGids,
          List.of(),
          List.of(),
          hostUid,
          hostGid);
    }
  }

  private static String line(long inside, long outside, long count) {
    return inside + " " + outside + " " + count + "\n";
  }
}
