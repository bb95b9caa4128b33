/** The process that holds a container, and the protocol of its socket. */
@NullMarked
package io.kotha.examples.ship.supervisor;

import org.jspecify.annotations.NullMarked;
