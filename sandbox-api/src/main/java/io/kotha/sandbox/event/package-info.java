/** Events of rooms and programs, and listeners that get them. */
@NullMarked
package io.kotha.sandbox.event;

import org.jspecify.annotations.NullMarked;
