package io.kotha.sandbox;

import org.jspecify.annotations.Nullable;

/** Thrown when a program is to be started in a room whose own program has ended. */
public class RoomEndedException extends SandboxException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param cause the failure by which the end was noticed, or null
   */
  public RoomEndedException(@Nullable Throwable cause) {
    super("the room has ended, with its program: start another one", cause);
  }
}
