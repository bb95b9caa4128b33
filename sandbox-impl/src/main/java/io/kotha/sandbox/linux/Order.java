package io.kotha.sandbox.linux;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is brought into a room.
 *
 * @param spec the sandbox that it is for: that of the room, or one that a pool's room can be used
 *     for
 * @param command what the payload is to become
 * @param outputLimit how much may be written to pipes, or null
 * @param preparation what the caller adds before the room can say anything of its program
 */
record Order(
    SandboxSpec spec, Command command, @Nullable MemorySize outputLimit, Preparation preparation) {

  /** What the caller of a start adds. */
  interface Preparation {
    /** The room is about to get its command. */
    void prepare(Room room, Wiring wiring, RoomEnding ending) throws IOException;
  }

  /** A command alone. */
  static Order of(SandboxSpec spec, Command command) {
    return new Order(spec, command, null, (room, wiring, ending) -> {});
  }

  /** Whether another room can be given it after one died of something else. */
  boolean isRepeatable() {
    // The end of a pipe between rooms is taken once.
    return Stream.of(command.stdin(), command.stdout(), command.stderr())
        .noneMatch(s -> s instanceof Stdio.PipeSource || s instanceof Stdio.PipeSink);
  }
}
