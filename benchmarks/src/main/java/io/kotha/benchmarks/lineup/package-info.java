/** The subjects that work on this host, and the isolation that each one provides. */
@NullMarked
package io.kotha.benchmarks.lineup;

import org.jspecify.annotations.NullMarked;
