/** The results as plain data, in the structure of the JSON file. */
@NullMarked
package io.kotha.benchmarks.result;

import org.jspecify.annotations.NullMarked;
