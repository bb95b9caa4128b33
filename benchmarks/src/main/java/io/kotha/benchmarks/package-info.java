/** What a room costs, measured beside what others cost. */
@NullMarked
package io.kotha.benchmarks;

import org.jspecify.annotations.NullMarked;
