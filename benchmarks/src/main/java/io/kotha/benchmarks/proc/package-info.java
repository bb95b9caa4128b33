/** What the kernel tells of processes, groups and mounts. */
@NullMarked
package io.kotha.benchmarks.proc;

import org.jspecify.annotations.NullMarked;
