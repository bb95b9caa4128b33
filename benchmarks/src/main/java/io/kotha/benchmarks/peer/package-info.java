/** Other programs that isolate, each told to come as near to a full room as it can. */
@NullMarked
package io.kotha.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
