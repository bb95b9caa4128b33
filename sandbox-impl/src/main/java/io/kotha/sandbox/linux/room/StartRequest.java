package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.wire.CommandEncoder;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.stream.Stream;

/**
 * A command and the sandbox in which to start it.
 *
 * @param spec the sandbox of the room, or another one that the rooms of a pool can be used for
 * @param command the command to execute
 */
public record StartRequest(SandboxSpec spec, Command command) {

  /**
   * Checks the command before a room is built or taken for it.
   *
   * @throws IllegalArgumentException if it has more parts than the helper accepts
   */
  public StartRequest {
    CommandEncoder.requireAccepted(command);
  }

  /** Returns whether another room can take the command after a room died before taking it. */
  public boolean isRepeatable() {
    // Each end of a pipe between rooms can be taken only once.
    return Stream.of(command.stdin(), command.stdout(), command.stderr())
        .noneMatch(s -> s instanceof Stdio.PipeSource || s instanceof Stdio.PipeSink);
  }
}
