/** How near the figures of a room come to what its program really used. */
@NullMarked
package io.kotha.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
