package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The effective ids of a process, and the maps of the user namespace that a program enters. Pure.
 *
 * @param uids the map of uids; null if the program stays in the JVM's user namespace
 * @param gids the map of gids, likewise
 */
record EntryIdText(long uid, long gid, @Nullable IdMapText uids, @Nullable IdMapText gids) {

  /**
   * Parses the files of a process.
   *
   * @param status {@code /proc/PID/status}
   * @param uidMap {@code /proc/PID/uid_map}; null if its user namespace is not entered
   * @param gidMap {@code /proc/PID/gid_map}, likewise
   * @throws IOException if the first one has another format
   */
  static EntryIdText of(String status, @Nullable String uidMap, @Nullable String gidMap)
      throws IOException {
    return new EntryIdText(
        effective(status, "Uid:\t"),
        effective(status, "Gid:\t"),
        uidMap == null ? null : IdMapText.parse(uidMap),
        gidMap == null ? null : IdMapText.parse(gidMap));
  }

  /** Real, effective, saved and file system id: {@code proc_pid_status(5)}. */
  private static long effective(String status, String key) throws IOException {
    for (String line : PseudoFile.lines(status)) {
      String[] ids = line.startsWith(key) ? line.substring(key.length()).split("\t", 5) : null;
      if (ids != null && ids.length == 4 && ids[1].matches("\\d{1,10}")) {
        return Long.parseLong(ids[1]);
      }
    }
    throw ProcessInspector.malformed("PID/status");
  }

  /**
   * Returns the ids of the program.
   *
   * @param user the ids that the caller chose; null for those of the process
   * @throws SandboxException if only one of them is mapped, or one is root's of the host
   */
  EntryIds chosen(@Nullable User user) throws SandboxException {
    OptionalLong insideUid = inside("uid", uids, uid, user == null ? null : user.uid());
    OptionalLong insideGid = inside("gid", gids, gid, user == null ? null : user.gid());
    if (insideUid.isPresent() != insideGid.isPresent()) {
      throw new SandboxException(
          "only one of uid "
              + uid
              + " and gid "
              + gid
              + " of the process is mapped in its user namespace; choose ids with user(...)");
    }
    return new EntryIds(
        insideUid, insideGid, outside(uids, insideUid, uid), outside(gids, insideGid, gid));
  }

  private static OptionalLong inside(
      String name, @Nullable IdMapText map, long own, @Nullable Integer chosen)
      throws SandboxException {
    if (map == null) {
      return OptionalLong.of(chosen == null ? own : chosen);
    }
    if (chosen == null) {
      return map.inside(own);
    }
    if (map.outside(chosen).isEmpty()) {
      throw new SandboxException(
          name + " " + chosen + " is not mapped in the user namespace of the process");
    }
    return OptionalLong.of(chosen);
  }

  private static long outside(@Nullable IdMapText map, OptionalLong inside, long own) {
    if (inside.isEmpty()) {
      return own;
    }
    return map == null ? inside.getAsLong() : map.outside(inside.getAsLong()).orElse(own);
  }
}
