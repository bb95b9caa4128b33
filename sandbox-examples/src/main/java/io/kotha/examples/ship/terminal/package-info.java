/** The terminal from which {@code ship} was started. */
@NullMarked
package io.kotha.examples.ship.terminal;

import org.jspecify.annotations.NullMarked;
