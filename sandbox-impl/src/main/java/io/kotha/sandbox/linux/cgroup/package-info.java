/**
 * The control groups of this JVM, for both versions of cgroups.
 *
 * <p>{@link CgroupLayout} finds the mounted hierarchies, and {@link CgroupBases} creates the group
 * of this JVM below a parent in each of them. {@link CgroupPlanner} plans the groups of one room;
 * the zygote creates, fills and removes those.
 *
 * <p>Not pure: these classes read and write cgroupfs and {@code /proc}. The parsers {@link
 * CgroupLayout#parse} and {@link MountEntry} are pure.
 */
@NullMarked
package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlanner;
import org.jspecify.annotations.NullMarked;
