/** Other isolators, each configured to be as similar to a full room as it can. */
@NullMarked
package io.kotha.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
