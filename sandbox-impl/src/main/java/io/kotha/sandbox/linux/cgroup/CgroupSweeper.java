package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.RoomName;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the groups that are left when a JVM and its zygote die together, with a line in the log
 * for each. Touches only directories that match Kotha's name pattern, belong to the JVM's user and
 * come from a JVM that is certainly dead.
 */
final class CgroupSweeper {

  private static final Logger LOG = LoggerFactory.getLogger(CgroupSweeper.class);

  /** The time that the processes of one dead JVM have to end. The next JVM sweeps what remains. */
  private static final long TIMEOUT_MILLIS = 2_000;

  private static final long POLL_MILLIS = 2;

  /** The maximum of pids in a line of the log. */
  private static final int MAX_PIDS = 10;

  private static final String LEFT =
      "an earlier JVM left it, most likely killed together with its zygote";

  private final Path parent;
  private final long uid;

  private CgroupSweeper(Path parent, long uid) {
    this.parent = parent;
    this.uid = uid;
  }

  /** Sweeps below one parent in one hierarchy. */
  static void sweep(Path parent, long uid) {
    new CgroupSweeper(parent, uid).sweep();
  }

  /** Sweeps one group whose zygote has died, so that its processes are ending. */
  static void sweepGroup(Path group, long uid) {
    Path parent = Objects.requireNonNull(group.getParent(), "a room's group has a parent");
    CgroupSweeper sweeper = new CgroupSweeper(parent, uid);
    if (sweeper.isOurs(group) && killAndRemove(group, "its zygote has died")) {
      LOG.debug("removed {}: its zygote has died", group);
    }
  }

  /** Removes the group of this JVM after its rooms have ended. */
  static void removeOwn(Path group) {
    tryRemove(group, "this JVM closes its engine");
  }

  private void sweep() {
    // The group of a named room does not name its JVM, but it exists only while the group of its
    // JVM does. The named rooms are therefore listed first: if no JVM is alive after that, none of
    // them belongs to a live JVM.
    List<Path> named =
        GroupMembers.children(parent).stream()
            .filter(group -> name(group).startsWith(RoomName.NAMED_PREFIX))
            .toList();
    boolean noneAlive = true;
    for (Path group : GroupMembers.children(parent)) {
      Optional<JvmGroupName> owner = JvmGroupName.parse(name(group));
      if (owner.isPresent() && owner.get().isDead()) {
        sweepLeft(group);
      } else if (owner.isPresent()) {
        noneAlive = false;
      }
    }
    if (noneAlive) {
      named.forEach(this::sweepLeft);
    }
  }

  private void sweepLeft(Path group) {
    if (isOurs(group) && killAndRemove(group, LEFT)) {
      LOG.warn("removed {}: {}", group, LEFT);
    }
  }

  private static String name(Path group) {
    return group.getFileName().toString();
  }

  /** Returns whether the JVM's user owns a group. Root may remove the groups of all users. */
  private boolean isOurs(Path group) {
    try {
      return uid == 0 || ((Number) Files.getAttribute(group, "unix:uid")).longValue() == uid;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean killAndRemove(Path group, String occasion) {
    kill(group);
    return tryRemove(group, occasion);
  }

  private static void kill(Path group) {
    if (!GroupMembers.any(group)) {
      return;
    }
    tryWrite(group, "pids.max", "0"); // on v1, forks could otherwise outrun the kills
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    while (GroupMembers.any(group) && System.nanoTime() < end) {
      if (!tryWrite(group, "cgroup.kill", "1")) {
        killEach(group);
      }
      if (!pause()) {
        return;
      }
    }
  }

  /**
   * Kills each process through a handle. A handle records the start time of its process, and a
   * process that is still in the group after its handle was made is the right one.
   */
  private static void killEach(Path group) {
    Map<Long, ProcessHandle> handles = new HashMap<>();
    GroupMembers.pids(group)
        .filter(pid -> pid > 0)
        .forEach(pid -> ProcessHandle.of(pid).ifPresent(handle -> handles.put(pid, handle)));
    handles.keySet().retainAll(GroupMembers.pids(group).collect(Collectors.toSet()));
    handles.values().forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean tryWrite(Path group, String file, String value) {
    try {
      CgroupFile.write(group.resolve(file), value);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(POLL_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Removes a group and those below it.
   *
   * @param occasion the reason for the removal, for the log
   * @return true if this call has removed the group: it may be gone already
   */
  private static boolean tryRemove(Path group, String occasion) {
    try {
      return remove(group);
    } catch (IOException e) {
      List<Long> pids = GroupMembers.pids(group).limit(MAX_PIDS).toList();
      LOG.warn(
          "cannot remove {} ({}): {}: {}; processes in it: {}. The next JVM that uses {} tries again",
          group,
          occasion,
          e instanceof FileSystemException file ? file.getFile() : group,
          CgroupFile.reason(e),
          pids.isEmpty() ? "none" : pids,
          group.getParent());
      return false;
    }
  }

  /** Removes as much as it can, and throws the first failure. */
  private static boolean remove(Path group) throws IOException {
    IOException first = null;
    for (Path child : GroupMembers.children(group)) {
      try {
        remove(child);
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return Files.deleteIfExists(group);
  }
}
