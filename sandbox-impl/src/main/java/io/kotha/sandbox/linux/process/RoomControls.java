package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.cgroup.live.GroupFreezer;
import io.kotha.sandbox.linux.cgroup.live.GroupGauges;
import io.kotha.sandbox.linux.cgroup.live.GroupLimits;
import io.kotha.sandbox.linux.host.BlockDevices;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.room.Room;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.stats.RoomStats;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Reads and changes a running room through its cgroups: freezing, counters and limits. */
final class RoomControls {

  private final Native kernel;
  private final Room room;

  RoomControls(Native kernel, Room room) {
    this.kernel = kernel;
    this.room = room;
  }

  /** Freezes every process of the room. Does nothing if the room has ended. */
  void freeze() throws SandboxException {
    GroupFreezer freezer = GroupFreezer.of(groups());
    var unused =
        room.onGroups(
            () -> {
              freezer.freeze();
              return true;
            });
  }

  /** Thaws every process of the room. Does nothing if the room has ended. */
  void thaw() throws SandboxException {
    GroupFreezer freezer = GroupFreezer.of(groups());
    var unused =
        room.onGroups(
            () -> {
              freezer.thaw();
              return true;
            });
  }

  /** Returns the current counters; of a room that has ended, its last ones. */
  RoomStats stats() {
    return room.onGroups(() -> GroupGauges.read(groups()))
        .orElseGet(() -> RoomStats.after(room.usage(), Instant.now()));
  }

  /**
   * Changes the limits of the room. Does nothing if the room has ended.
   *
   * @throws IllegalArgumentException if a limit is changed that holds from the start to the end
   * @throws SetupException if the kernel refuses a value; the limits are then as before
   */
  void update(Limits wanted) throws SandboxException {
    synchronized (room) {
      Limits now = room.limits();
      FixedLimits.requireOfProgram(now, wanted);
      FixedLimits.requireClocks(groups(), now.time(), wanted.time());
      if (wanted.equals(now)) {
        return;
      }
      // Both can fail, so nothing has changed yet.
      Plan.Clocks clocks = room.clocks(wanted.time());
      Map<Path, String> devices = devices(now, wanted);
      boolean written = room.onGroups(() -> change(now, wanted, devices)).orElse(false);
      if (written && !wanted.time().equals(now.time())) {
        // Not on the groups: it can wait for the zygote, and the room's leases would wait for it.
        room.updateClocks(clocks);
      }
    }
  }

  /**
   * Finds the devices of all limits. Not on the groups: a caller's path may lie on a file system
   * that does not answer, and the room's leases would wait for it.
   */
  private Map<Path, String> devices(Limits now, Limits wanted) throws SandboxException {
    if (room.ended().isDone()) {
      return Map.of();
    }
    return BlockDevices.ofBoth(now.io(), wanted.io());
  }

  private boolean change(Limits now, Limits wanted, Map<Path, String> devices)
      throws SandboxException {
    boolean written = new GroupLimits(kernel, groups()).change(now, wanted, devices);
    if (written) {
      room.setLimits(wanted); // not earlier: the verdict goes by limits that are enforced
    }
    return written;
  }

  private CgroupPlan groups() {
    return room.plan().cgroups();
  }
}
