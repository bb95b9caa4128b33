/**
 * The cgroups of a running room: reading its statistics, changing its limits, and freezing it.
 *
 * <p>The JVM reads and writes the files of these groups directly, without the zygote. Not pure,
 * except for the parsing of numbers in {@link Figures}.
 */
@NullMarked
package io.kotha.sandbox.linux.cgroup.live;

import org.jspecify.annotations.NullMarked;
