/** The example of the README: an isolated program from one expression. */
@NullMarked
package io.kotha.examples.mission;

import org.jspecify.annotations.NullMarked;
