package io.kotha.sandbox.linux;

import io.kotha.sandbox.RoomStats;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.cgroup.GroupFreezer;
import io.kotha.sandbox.linux.cgroup.GroupGauges;
import io.kotha.sandbox.linux.plan.CgroupPlan;
import java.time.Instant;

/** What can be seen of a room, and done to it, by its cgroups while it runs. */
final class RoomControls {

  private final Room room;

  RoomControls(Room room) {
    this.room = room;
  }

  void freeze() throws SandboxException {
    GroupFreezer freezer = GroupFreezer.of(groups());
    if (!room.ended().isDone()) {
      freezer.freeze();
    }
  }

  void thaw() throws SandboxException {
    GroupFreezer freezer = GroupFreezer.of(groups());
    if (!room.ended().isDone()) {
      freezer.thaw();
    }
  }

  RoomStats stats() {
    return room.ended().isDone()
        ? RoomStats.after(room.ended().join().usage(), Instant.now())
        : GroupGauges.read(groups());
  }

  private CgroupPlan groups() {
    return room.plan().cgroups();
  }
}
