/** Meters of Micrometer for rooms, programs and pools. */
@NullMarked
package io.kotha.examples.metrics;

import org.jspecify.annotations.NullMarked;
