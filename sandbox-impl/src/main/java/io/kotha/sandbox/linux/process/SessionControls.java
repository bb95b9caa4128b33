package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.cgroup.live.GroupFreezer;
import io.kotha.sandbox.linux.cgroup.live.GroupGauges;
import io.kotha.sandbox.linux.cgroup.live.GroupSignals;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.room.RoomSession;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.stats.RoomStats;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and changes a room that lives through its cgroups, as {@link RoomControls} does for one
 * program. Every method throws {@link IllegalStateException} if the room has ended.
 */
final class SessionControls {

  private final Native kernel;
  private final RoomSession session;

  SessionControls(Native kernel, RoomSession session) {
    this.kernel = kernel;
    this.session = session;
  }

  /** Returns the current counters of the room as a whole. */
  RoomStats stats() {
    return session.use(room -> room.onGroups(() -> GroupGauges.read(room.groups())));
  }

  /**
   * Freezes the programs. Each has a group of its own, and they are frozen instead of the room's:
   * on a host whose v2 tree has no controllers, the keeper is in that group. A keeper that is
   * frozen starts no program and reaps none, so no end of a program would be reported.
   */
  void freeze() throws SandboxException {
    session.use(
        room -> {
          GroupFreezer.of(
              room.groups()); // a room without a v2 group is refused when it is idle, too
          room.freeze(programs -> GroupFreezer.freeze(freezers(programs)));
          return true;
        });
  }

  /** Thaws the programs. */
  void thaw() throws SandboxException {
    session.use(
        room -> {
          GroupFreezer.of(room.groups());
          room.thaw(
              programs -> {
                for (GroupFreezer freezer : freezers(programs)) {
                  freezer.thaw();
                }
              });
          return true;
        });
  }

  private static List<GroupFreezer> freezers(List<CgroupPlan> programs) throws SandboxException {
    List<GroupFreezer> freezers = new ArrayList<>();
    for (CgroupPlan program : programs) {
      freezers.add(GroupFreezer.of(program));
    }
    return freezers;
  }

  /** Sends a signal to every process of every program. */
  void signal(int number) throws SandboxException {
    GroupSignals signals = new GroupSignals(kernel);
    session.use(
        room -> {
          room.onPrograms(
              programs -> {
                for (CgroupPlan program : programs) {
                  signals.send(program, number);
                }
              });
          return true;
        });
  }
}
