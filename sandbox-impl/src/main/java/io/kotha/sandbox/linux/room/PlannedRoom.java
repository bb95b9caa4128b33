package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
import io.kotha.sandbox.linux.zygote.Zygote;
import io.kotha.sandbox.spi.SandboxSpec;

/**
 * A room that is planned and not yet built. It says nothing about a command.
 *
 * @param id the room's number, unique in its zygote
 * @param zygote the zygote that builds the room
 * @param spec the sandbox that the room is built from
 * @param plan the plan of the room on this host
 * @param leases resources of the host that the room holds
 */
record PlannedRoom(long id, Zygote zygote, SandboxSpec spec, Plan plan, RoomLeases leases) {

  /**
   * Returns the same room for a sandbox that differs only in what is not built into a room.
   *
   * @see io.kotha.sandbox.linux.pool.PoolTemplate
   */
  PlannedRoom as(SandboxSpec other, Host host) throws SandboxException {
    return other.equals(spec)
        ? this
        : new PlannedRoom(id, zygote, other, Planner.adjusted(plan, other.limits(), host), leases);
  }
}
