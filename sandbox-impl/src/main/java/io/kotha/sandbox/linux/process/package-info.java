/**
 * Running programs: the {@link java.lang.Process} that a caller gets, its controls and samples, and
 * runs whose output is captured.
 */
@NullMarked
package io.kotha.sandbox.linux.process;

import org.jspecify.annotations.NullMarked;
