/**
 * Control groups of either version behind one plan.
 *
 * <p>{@link CgroupLayout} says what is mounted where, {@link CgroupBases} makes the group of this
 * JVM below a parent, {@link CgroupPlanner} turns limits into the groups, values and counters of
 * one room. The rooms' own groups are made, filled and removed by the helper.
 */
@NullMarked
package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlanner;
import org.jspecify.annotations.NullMarked;
