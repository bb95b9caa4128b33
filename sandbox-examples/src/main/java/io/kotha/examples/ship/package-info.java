/** The command {@code ship}: a small container command line on top of the sandbox API. */
@NullMarked
package io.kotha.examples.ship;

import org.jspecify.annotations.NullMarked;
