package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
import io.kotha.sandbox.linux.plan.cgroup.CgroupInputs;
import io.kotha.sandbox.linux.zygote.Zygote;
import io.kotha.sandbox.spi.SandboxSpec;

/**
 * The plan of one room and the resources that were leased for it. It is independent of the command.
 *
 * @param id the id of the room, unique in its zygote
 * @param place the room in which the program runs
 * @param zygote the zygote that builds the room
 * @param spec the sandbox that the room is built from
 * @param plan the plan of the room on this host
 * @param groups the facts that its cgroups were planned from
 * @param leases resources of the host that the room holds
 */
record PlannedRoom(
    long id,
    ProgramPlace place,
    Zygote zygote,
    SandboxSpec spec,
    Plan plan,
    CgroupInputs groups,
    RoomLeases leases) {

  /** Returns this room with the limits that it has got since. It has the same whole cores. */
  PlannedRoom limits(Limits now) {
    CpuLimits cpu = now.cpu();
    Limits chosen =
        cpu.cpus() instanceof CpuSet.WholeCores
            ? now.cpu(cpu.cpus(groups.limits().cpu().cpus()))
            : now;
    CgroupInputs changed = new CgroupInputs(groups.base(), groups.name(), chosen, groups.devices());
    return new PlannedRoom(id, place, zygote, spec.limits(now), plan, changed, leases);
  }

  /**
   * Returns this room with the plan of another sandbox, which must differ only in settings that
   * apply when a room gets its command.
   */
  PlannedRoom as(SandboxSpec other, Host host) throws SandboxException {
    return other.equals(spec)
        ? this
        : new PlannedRoom(
            id, place, zygote, other, Planner.adjusted(plan, other.limits(), host), groups, leases);
  }
}
