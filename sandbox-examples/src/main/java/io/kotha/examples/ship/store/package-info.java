/** The files by which the commands of one user find each other's containers. */
@NullMarked
package io.kotha.examples.ship.store;

import org.jspecify.annotations.NullMarked;
