/**
 * One room from its plan to its end: planning, building, waiting for a command ({@link
 * io.kotha.sandbox.linux.room.ParkedRoom}), running ({@link io.kotha.sandbox.linux.room.Room}), and
 * the work after its end. {@link io.kotha.sandbox.linux.room.RoomSession} is a room for several
 * programs.
 *
 * <p>This package has more than 20 types. A room that lives is built, entered and ended as one of a
 * single program is: a package of its own would make what both use public.
 */
@NullMarked
package io.kotha.sandbox.linux.room;

import org.jspecify.annotations.NullMarked;
