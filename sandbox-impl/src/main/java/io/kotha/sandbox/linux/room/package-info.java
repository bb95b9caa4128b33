/**
 * One room from its plan to its end: planning, building, waiting for a command ({@link
 * io.kotha.sandbox.linux.room.ParkedRoom}), running ({@link io.kotha.sandbox.linux.room.Room}), and
 * the work after its end.
 */
@NullMarked
package io.kotha.sandbox.linux.room;

import org.jspecify.annotations.NullMarked;
