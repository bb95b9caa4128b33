package io.kotha.sandbox.linux;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Stdio;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is brought into a room.
 *
 * @param command what the payload is to become
 * @param outputLimit how much may be written to pipes, or null
 * @param preparation what the caller adds before the room can say anything of its program
 */
record Order(Command command, @Nullable MemorySize outputLimit, Preparation preparation) {

  /** What the caller of a start adds. */
  interface Preparation {
    /** The room is about to get its command. */
    void prepare(Room room, Wiring wiring, RoomEnding ending) throws IOException;
  }

  /** A command alone. */
  static Order of(Command command) {
    return new Order(command, null, (room, wiring, ending) -> {});
  }

  /** Whether another room can be given it after one died of something else. */
  boolean isRepeatable() {
    // The end of a pipe between rooms is taken once.
    return Stream.of(command.stdin(), command.stdout(), command.stderr())
        .noneMatch(s -> s instanceof Stdio.PipeSource || s instanceof Stdio.PipeSink);
  }
}
