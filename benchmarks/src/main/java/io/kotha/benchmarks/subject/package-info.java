/** The compared subjects: ways to start a program. */
@NullMarked
package io.kotha.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
