package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.plan.cgroup.CgroupInputs;

/**
 * The facts that were looked up on the host for one room.
 *
 * @param lifetime whether it ends with its program
 * @param files its files, as {@link FilePlanner} plans them
 * @param idBase the first of the host ids that it leases; 0 for an ordinary user
 * @param cgroups the facts that its cgroups are planned from
 * @param filters its compiled policy
 */
public record RoomInputs(
    Lifetime lifetime, RoomFiles files, long idBase, CgroupInputs cgroups, Filters filters) {

  /** The lifetime of a room. */
  public enum Lifetime {
    /** Until its program has ended. */
    ONE_PROGRAM,
    /** Until it is closed: it has no program at first, and then any number. */
    UNTIL_CLOSED
  }
}
