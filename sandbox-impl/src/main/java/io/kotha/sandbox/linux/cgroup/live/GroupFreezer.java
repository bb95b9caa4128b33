package io.kotha.sandbox.linux.cgroup.live;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.cgroup.CgroupFile;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Form;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Group;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Freezes and thaws the processes of a group through {@code cgroup.freeze} of v2. That file needs
 * no controller, so the v2 group of a hybrid host has it as well.
 *
 * <p>The freezer of v1 is not used: a process that is frozen in it does not even die of SIGKILL, so
 * neither a time limit nor the death of the JVM would end the room.
 */
public final class GroupFreezer {

  private static final long TIMEOUT_MILLIS = 5_000;

  private final Path group;

  private GroupFreezer(Path group) {
    this.group = group;
  }

  /**
   * Returns a freezer of the room with these groups.
   *
   * @throws UnsupportedHostException if the room has no v2 group
   */
  public static GroupFreezer of(CgroupPlan plan) throws UnsupportedHostException {
    return plan.groups().stream()
        .filter(group -> group.kind() == GroupKind.V2)
        .findFirst()
        .map(Group::path)
        .map(path -> new GroupFreezer(Path.of(path)))
        .orElseThrow(
            () ->
                new UnsupportedHostException(
                    List.of(
                        new Missing(
                            "cgroup.v2",
                            "the room has no v2 group, and processes in the freezer of v1 cannot be"
                                + " killed",
                            "mount a v2 hierarchy in which the JVM's user may create groups"))));
  }

  /**
   * Freezes the group. Returns when every process is frozen or the group is gone.
   *
   * @throws SandboxException if a process is not frozen after 5 seconds; the group is then thawed
   */
  public void freeze() throws SandboxException {
    freeze(List.of(this));
  }

  /**
   * Freezes groups. Returns when every process is frozen or its group is gone. All groups are told
   * before the first is waited for: otherwise those that are last would run on meanwhile.
   *
   * @throws SandboxException if a process is not frozen after 5 seconds; all groups are then thawed
   */
  public static void freeze(List<GroupFreezer> groups) throws SandboxException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    boolean frozen = false;
    try {
      for (GroupFreezer group : groups) {
        group.write("1");
      }
      for (GroupFreezer group : groups) {
        if (!group.awaitFrozen(end)) {
          throw new SandboxException(
              group.group
                  + " is not frozen after "
                  + TIMEOUT_MILLIS
                  + " ms: a process in it is in uninterruptible sleep");
        }
      }
      frozen = true;
    } finally {
      if (!frozen) {
        for (GroupFreezer group : groups) {
          group.thaw();
        }
      }
    }
  }

  /** Thaws the group without waiting: the processes run when they are next scheduled. */
  public void thaw() throws SandboxException {
    write("0");
  }

  /** Writes {@code cgroup.freeze}. Does nothing if the group is gone. */
  private void write(String value) throws SandboxException {
    try {
      CgroupFile.write(group.resolve("cgroup.freeze"), value);
    } catch (IOException e) {
      if (Files.exists(group)) {
        throw new SandboxException(group + "/cgroup.freeze: " + CgroupFile.reason(e), e);
      }
    }
  }

  private boolean awaitFrozen(long end) {
    boolean interrupted = false;
    try {
      while (!isFrozen()) {
        if (System.nanoTime() > end) {
          return false;
        }
        try {
          Thread.sleep(1);
        } catch (InterruptedException e) {
          interrupted = true; // finish the freeze; the caller's next wait sees the interrupt
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isFrozen() {
    Optional<String> events = PseudoFile.text(group.resolve("cgroup.events").toString());
    return events.isEmpty() ? Files.notExists(group) : isFrozen(events.get());
  }

  /** Returns whether a group is frozen or has no process left. */
  static boolean isFrozen(String events) {
    return Figures.value(events, "frozen", Form.FIRST).orElse(0) == 1
        || Figures.value(events, "populated", Form.FIRST).orElse(1) == 0;
  }
}
