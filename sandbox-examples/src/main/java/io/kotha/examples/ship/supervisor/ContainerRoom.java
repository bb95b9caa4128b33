package io.kotha.examples.ship.supervisor;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.inspect.RoomProcess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The room of a container. Where the host or an option rules out a room for several programs, it is
 * a room for one: as well isolated, but {@code exec} is refused.
 */
public final class ContainerRoom implements AutoCloseable {

  private final Sandbox sandbox;
  private final @Nullable SandboxRoom room;
  private final @Nullable UnsupportedHostException reason;

  private ContainerRoom(
      Sandbox sandbox, @Nullable SandboxRoom room, @Nullable UnsupportedHostException reason) {
    this.sandbox = sandbox;
    this.room = room;
    this.reason = reason;
  }

  /** Builds the room. A room for one program is built when that starts. */
  public static ContainerRoom open(Sandbox sandbox) throws SandboxException {
    try {
      return new ContainerRoom(sandbox, sandbox.open(), null);
    } catch (UnsupportedHostException e) {
      return new ContainerRoom(sandbox, null, e);
    }
  }

  /** Starts the container's program. */
  public SandboxProcess startMain(Command command) throws SandboxException {
    return room == null ? sandbox.start(command) : room.start(command);
  }

  /**
   * Starts another program.
   *
   * @throws IllegalStateException if the room has ended, or is for one program only
   */
  SandboxProcess startAnother(Command command) throws SandboxException {
    return several().start(command);
  }

  /**
   * Returns the processes by increasing pid.
   *
   * @throws IllegalStateException if the room has ended, or is for one program only
   */
  List<RoomProcess> processes() throws SandboxException {
    return several().processes();
  }

  private SandboxRoom several() {
    if (room == null) {
      String why = reason == null ? "" : ": " + reason.getMessage();
      throw new IllegalStateException("this container is for one program only" + why);
    }
    return room;
  }

  @Override
  public void close() {
    if (room != null) {
      room.close();
    }
  }
}
