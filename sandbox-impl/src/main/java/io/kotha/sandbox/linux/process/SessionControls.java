package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.ProcessNamespaces;
import io.kotha.sandbox.inspect.RoomProcess;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.cgroup.live.GroupFreezer;
import io.kotha.sandbox.linux.cgroup.live.GroupGauges;
import io.kotha.sandbox.linux.cgroup.live.GroupLimits;
import io.kotha.sandbox.linux.cgroup.live.GroupProcesses;
import io.kotha.sandbox.linux.cgroup.live.GroupSignals;
import io.kotha.sandbox.linux.host.BlockDevices;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.proc.ProcessInspector;
import io.kotha.sandbox.linux.proc.RoomProcesses;
import io.kotha.sandbox.linux.room.LivingRoom;
import io.kotha.sandbox.linux.room.RoomSession;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.stats.RoomStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /**
   * Changes the limits of the room as a whole, and of programs that start later.
   *
   * @throws IllegalArgumentException if a limit is changed that holds from the start to the end
   */
  void update(Limits wanted) throws SandboxException {
    session.update(wanted, (room, now) -> change(room, now, wanted));
  }

  private void change(LivingRoom room, Limits now, Limits wanted) throws SandboxException {
    FixedLimits.requireOfRoom(now, wanted);
    FixedLimits.requireClocks(room.groups(), now.time(), wanted.time());
    // Not on the groups: a caller's path may lie on a file system that does not answer.
    Map<Path, String> devices = BlockDevices.ofBoth(now.io(), wanted.io());
    GroupLimits limits = new GroupLimits(kernel, room.groups());
    if (!room.onGroups(() -> limits.change(now, wanted, devices))) {
      throw new IllegalStateException("the room has ended: open another one");
    }
  }

  /** Lists the processes of the room. */
  List<RoomProcess> processes() throws SandboxException {
    return session.use(SessionControls::processes);
  }

  private static List<RoomProcess> processes(LivingRoom room) throws SandboxException {
    // The groups are read on the leases, and /proc is not: a process of the room can delay that.
    return RoomProcesses.ofHost().list(() -> members(room));
  }

  private static Set<Long> members(LivingRoom room) {
    return room.onGroups(() -> GroupProcesses.of(room.groups()));
  }

  /**
   * Returns the namespaces of the keeper, or of a program if the JVM may not look at the keeper.
   */
  ProcessNamespaces namespaces() throws SandboxException {
    return session.use(SessionControls::namespaces);
  }

  private static ProcessNamespaces namespaces(LivingRoom room) throws SandboxException {
    SandboxException refused =
        new SandboxException("this /proc shows no process of the room: start a program first");
    for (RoomProcess process : processes(room)) {
      try {
        ProcessNamespaces found = ProcessInspector.ofHost().namespacesOf(process.hostPid());
        // Otherwise the process has ended, and the pid may be another's. The keeper lives as long
        // as the room.
        if (members(room).contains(process.hostPid()) || process.pid() == 1) {
          return found;
        }
      } catch (InspectionException e) {
        refused = refused instanceof InspectionException ? refused : e;
      }
    }
    throw refused;
  }
}
