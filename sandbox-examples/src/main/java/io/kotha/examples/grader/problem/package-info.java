/** Problem packages in the ICPC format, read into records. */
@NullMarked
package io.kotha.examples.grader.problem;

import org.jspecify.annotations.NullMarked;
