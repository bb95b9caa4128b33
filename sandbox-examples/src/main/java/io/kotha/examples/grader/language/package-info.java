/** Programming languages: detection, tool chains and commands. */
@NullMarked
package io.kotha.examples.grader.language;

import org.jspecify.annotations.NullMarked;
