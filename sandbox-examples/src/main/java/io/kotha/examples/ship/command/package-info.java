/** The commands of {@code ship} about containers that exist. */
@NullMarked
package io.kotha.examples.ship.command;

import org.jspecify.annotations.NullMarked;
