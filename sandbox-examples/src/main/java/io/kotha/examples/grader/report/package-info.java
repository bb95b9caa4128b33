/** Reports of the results: table, JSON and HTML. */
@NullMarked
package io.kotha.examples.grader.report;

import org.jspecify.annotations.NullMarked;
