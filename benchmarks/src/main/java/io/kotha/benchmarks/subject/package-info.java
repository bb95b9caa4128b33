/** The ways to start a program that are compared. */
@NullMarked
package io.kotha.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
