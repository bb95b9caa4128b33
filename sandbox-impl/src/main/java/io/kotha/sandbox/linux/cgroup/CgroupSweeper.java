package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.RoomName;
import java.io.IOException;
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
 * Removes what JVMs left that died together with their helper. Touches nothing but directories of
 * our exact name pattern, of our own user, whose JVM is certainly gone.
 */
final class CgroupSweeper {

  private static final Logger LOG = LoggerFactory.getLogger(CgroupSweeper.class);

  /** For the processes of one dead JVM to go; what stays is left for the next JVM. */
  private static final long PATIENCE_MILLIS = 2_000;

  private static final long PAUSE_MILLIS = 2;

  private final Path parent;
  private final long uid;

  private CgroupSweeper(Path parent, long uid) {
    this.parent = parent;
    this.uid = uid;
  }

  /** Below one parent, in one hierarchy. */
  static void sweep(Path parent, long uid) {
    new CgroupSweeper(parent, uid).sweep();
  }

  /** One group, whose helper died: its processes are dying. */
  static void sweepGroup(Path group, long uid) {
    Path parent = Objects.requireNonNull(group.getParent(), "a group stands below its JVM's");
    new CgroupSweeper(parent, uid).sweep(group);
  }

  private void sweep() {
    // A named room does not tell whose it is, but it stands only as long as the group of its JVM
    // does. So the names are looked at first: where no JVM lives after that, they are nobody's.
    List<Path> named =
        GroupMembers.children(parent).stream()
            .filter(group -> name(group).startsWith(RoomName.NAMED_PREFIX))
            .toList();
    boolean alone = true;
    for (Path group : GroupMembers.children(parent)) {
      Optional<JvmGroupName> owner = JvmGroupName.parse(name(group));
      if (owner.isPresent() && owner.get().isDead()) {
        sweep(group);
      } else if (owner.isPresent()) {
        alone = false;
      }
    }
    if (alone) {
      named.forEach(this::sweep);
    }
  }

  private void sweep(Path group) {
    if (isOurs(group)) {
      LOG.debug("sweeping {}", group);
      kill(group);
      remove(group);
    }
  }

  private static String name(Path group) {
    return group.getFileName().toString();
  }

  /** Root may remove everything; nobody else has business with groups of another user. */
  private boolean isOurs(Path group) {
    try {
      return uid == 0 || ((Number) Files.getAttribute(group, "unix:uid")).longValue() == uid;
    } catch (IOException e) {
      return false;
    }
  }

  private void kill(Path group) {
    if (!GroupMembers.any(group)) {
      return;
    }
    tryWrite(group, "pids.max", "0"); // v1: no fork outruns the killing
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (GroupMembers.any(group) && System.nanoTime() < end) {
      if (!tryWrite(group, "cgroup.kill", "1")) {
        killEach(group);
      }
      if (!pause()) {
        return;
      }
    }
  }

  /** Each by a handle that holds its start time, if it is still there with the handle in hand. */
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
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void remove(Path group) {
    GroupMembers.children(group).forEach(CgroupSweeper::remove);
    BranchMaker.removeIfEmpty(group);
  }
}
