package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.linux.stdio.StdioWiring;
import java.io.IOException;

/** A step of the caller between the wiring of a room's descriptors and its command. */
@FunctionalInterface
public interface RoomPreparation {

  /** Does nothing. */
  RoomPreparation NONE = (room, wiring, completion) -> {};

  /** Runs before the room gets its command, so before the zygote can report about the program. */
  void prepare(Room room, StdioWiring wiring, RoomCompletion completion) throws IOException;
}
