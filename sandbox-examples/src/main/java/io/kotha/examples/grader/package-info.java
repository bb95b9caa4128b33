/** The command {@code grade}: judges the submissions of ICPC problem packages in rooms. */
@NullMarked
package io.kotha.examples.grader;

import org.jspecify.annotations.NullMarked;
