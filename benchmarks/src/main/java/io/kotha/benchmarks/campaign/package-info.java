/** In which order, how often and for how long everything is measured. */
@NullMarked
package io.kotha.benchmarks.campaign;

import org.jspecify.annotations.NullMarked;
