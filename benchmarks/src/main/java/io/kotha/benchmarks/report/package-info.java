/** What was measured, for people: pages, tables, charts. */
@NullMarked
package io.kotha.benchmarks.report;

import org.jspecify.annotations.NullMarked;
