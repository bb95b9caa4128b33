/**
 * Planning of cgroups: translates limits into the groups, values and counters of one room. Pure.
 *
 * <p>{@link CgroupPlanner} is the entry point, and {@link CgroupPlan} is its result. {@link
 * Hierarchy}, {@link CgroupBase} and {@link Branch} describe the cgroups of the JVM, which the
 * package {@code io.kotha.sandbox.linux.cgroup} creates.
 */
@NullMarked
package io.kotha.sandbox.linux.plan.cgroup;

import org.jspecify.annotations.NullMarked;
