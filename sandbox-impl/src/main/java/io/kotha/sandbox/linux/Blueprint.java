package io.kotha.sandbox.linux;

import io.kotha.sandbox.linux.plan.Plan;
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
record Blueprint(long id, Zygote zygote, SandboxSpec spec, Plan plan, Holdings holdings) {}
