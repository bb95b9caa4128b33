/** The schedule of a run: order, repetitions and duration of the measurements. */
@NullMarked
package io.kotha.benchmarks.campaign;

import org.jspecify.annotations.NullMarked;
