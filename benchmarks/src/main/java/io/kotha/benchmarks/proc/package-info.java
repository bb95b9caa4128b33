/** Access to the kernel's files about processes and cgroups. */
@NullMarked
package io.kotha.benchmarks.proc;

import org.jspecify.annotations.NullMarked;
