package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.event.SandboxEvent.Origin;
import java.util.Optional;

/**
 * The room in which a program runs, as events name it.
 *
 * @param room the id of the room: of the program's own, or of the one that it joins
 * @param name the name that the caller gave that room
 * @param origin the origin of the room, unless a pool provides it
 */
record ProgramPlace(long room, Optional<String> name, Origin origin) {}
