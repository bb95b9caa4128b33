package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.stream.Stream;

/**
 * A command for a room.
 *
 * @param spec the sandbox that it runs in: the room's own, or one that the rooms of a pool can also
 *     be used for
 * @param command the command to execute
 */
public record StartRequest(SandboxSpec spec, Command command) {

  /** Returns whether another room can run the command after one died before it took it. */
  public boolean isRepeatable() {
    // The end of a pipe between rooms is taken once.
    return Stream.of(command.stdin(), command.stdout(), command.stderr())
        .noneMatch(s -> s instanceof Stdio.PipeSource || s instanceof Stdio.PipeSink);
  }
}
