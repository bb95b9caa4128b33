/** Reports of the results: HTML pages, tables and charts. */
@NullMarked
package io.kotha.benchmarks.report;

import org.jspecify.annotations.NullMarked;
