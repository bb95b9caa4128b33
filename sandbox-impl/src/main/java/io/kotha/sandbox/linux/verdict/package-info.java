/**
 * Verdicts and errors: turns reports of the zygote into a verdict, usage figures, set-up timings
 * and disturbances, and failed steps into exceptions with a remedy. Only {@link
 * io.kotha.sandbox.linux.verdict.DisturbanceWatch} reads the host; all other classes are pure.
 */
@NullMarked
package io.kotha.sandbox.linux.verdict;

import org.jspecify.annotations.NullMarked;
