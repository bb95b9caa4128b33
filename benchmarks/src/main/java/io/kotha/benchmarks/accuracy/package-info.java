/** Measurement of the accuracy of a room's figures. */
@NullMarked
package io.kotha.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
