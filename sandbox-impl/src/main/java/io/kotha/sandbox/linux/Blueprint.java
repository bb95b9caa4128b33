package io.kotha.sandbox.linux;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
import io.kotha.sandbox.linux.zygote.Zygote;
import io.kotha.sandbox.spi.SandboxSpec;

/**
 * All that is known of a room before it is there; it says nothing of a command.
 *
 * @param id its number, never used again
 * @param zygote who builds it
 * @param spec what was asked for
 * @param plan what that comes to on this host
 * @param holdings what it holds of the host
 */
record Blueprint(long id, Zygote zygote, SandboxSpec spec, Plan plan, Holdings holdings) {

  /**
   * The same room, entered for a sandbox that differs in nothing that is built into it.
   *
   * @see PoolTemplate
   */
  Blueprint as(SandboxSpec other, Host host) throws SandboxException {
    return other.equals(spec)
        ? this
        : new Blueprint(id, zygote, other, Planner.adjusted(plan, other.limits(), host), holdings);
  }
}
