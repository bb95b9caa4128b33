/**
 * Judging: building programs, running them in rooms, validating their output, reading verdicts.
 *
 * <p>The package has more than 20 types, because nearly all of them are small package-private steps
 * of one judgement. A division would make them public for each other, while {@link
 * io.kotha.examples.grader.judge.Grader} is the only entry point that other packages need.
 */
@NullMarked
package io.kotha.examples.grader.judge;

import org.jspecify.annotations.NullMarked;
