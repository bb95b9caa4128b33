package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.linux.cgroup.live.GroupGauges;
import io.kotha.sandbox.linux.room.RoomSession;
import io.kotha.sandbox.stats.RoomStats;

/**
 * Reads and changes a room that lives through its cgroups, as {@link RoomControls} does for one
 * program. Every method throws {@link IllegalStateException} if the room has ended.
 */
final class SessionControls {

  private final RoomSession session;

  SessionControls(RoomSession session) {
    this.session = session;
  }

  /** Returns the current counters of the room as a whole. */
  RoomStats stats() {
    return session.use(room -> room.onGroups(() -> GroupGauges.read(room.groups())));
  }
}
