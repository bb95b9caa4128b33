package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.linux.stdio.StdioWiring;
import java.io.IOException;

/** The caller's work between opening a program's descriptors and sending its command. */
@FunctionalInterface
public interface RoomPreparation {

  /** Does nothing. */
  RoomPreparation NONE = (room, wiring, completion) -> {};

  /** Runs before the command is sent, and so before the zygote can report on the program. */
  void prepare(Room room, StdioWiring wiring, RoomCompletion completion) throws IOException;
}
