/** {@code ship}: a small container command line on top of the sandbox. */
@NullMarked
package io.kotha.examples.ship;

import org.jspecify.annotations.NullMarked;
