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
 * Stops the processes of a group and lets them go on: {@code cgroup.freeze} of v2, which needs no
 * controller, so that the v2 group of a hybrid host is as good.
 *
 * <p>The freezer of v1 is not used: what stands in it does not even die of SIGKILL, so neither a
 * time limit nor the death of the JVM would end the room.
 */
public final class GroupFreezer {

  private static final long PATIENCE_MILLIS = 5_000;

  private final Path group;

  private GroupFreezer(Path group) {
    this.group = group;
  }

  /** Of the room with these groups. */
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
                            "the room has no group in a v2 tree, and what the freezer of v1 holds"
                                + " cannot be killed",
                            "mount a v2 tree in which the JVM's user may make groups"))));
  }

  /**
   * Returns when every process stands, or the group is gone.
   *
   * @throws SandboxException if they do not; the group is thawed again
   */
  public void freeze() throws SandboxException {
    if (write("1") && !awaitFrozen()) {
      write("0");
      throw new SandboxException(
          group
              + " is not frozen after "
              + PATIENCE_MILLIS
              + " ms: a process in it waits in the kernel and cannot be interrupted");
    }
  }

  /** Does not wait: they run when they are next scheduled. */
  public void thaw() throws SandboxException {
    write("0");
  }

  /** False where the group is gone. */
  private boolean write(String value) throws SandboxException {
    try {
      CgroupFile.write(group.resolve("cgroup.freeze"), value);
      return true;
    } catch (IOException e) {
      if (!Files.exists(group)) {
        return false;
      }
      throw new SandboxException(group + "/cgroup.freeze: " + CgroupFile.reason(e), e);
    }
  }

  private boolean awaitFrozen() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    boolean interrupted = false;
    try {
      while (!isFrozen()) {
        if (System.nanoTime() > end) {
          return false;
        }
        try {
          Thread.sleep(1);
        } catch (InterruptedException e) {
          interrupted = true; // not half-way: the caller's next wait sees it
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
    return events.isEmpty() || isFrozen(events.get());
  }

  /** Or has no process any more. */
  static boolean isFrozen(String events) {
    return Figures.value(events, "frozen", Form.FIRST).orElse(0) == 1
        || Figures.value(events, "populated", Form.FIRST).orElse(1) == 0;
  }
}
