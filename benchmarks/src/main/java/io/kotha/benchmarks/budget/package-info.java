/** What was promised, beside what was measured. */
@NullMarked
package io.kotha.benchmarks.budget;

import org.jspecify.annotations.NullMarked;
