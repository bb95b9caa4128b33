/** The performance budgets, compared with the results. */
@NullMarked
package io.kotha.benchmarks.budget;

import org.jspecify.annotations.NullMarked;
