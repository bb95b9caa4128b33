/** What was measured: plain data, as it stands in the JSON file. */
@NullMarked
package io.kotha.benchmarks.result;

import org.jspecify.annotations.NullMarked;
