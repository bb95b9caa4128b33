package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;

/**
 * A room died before it took its command. Nothing of the command ran, so another room can run it.
 */
public final class StaleRoomException extends SandboxException {

  private static final long serialVersionUID = 1L;

  private final SandboxException reason;

  StaleRoomException(SandboxException reason) {
    super("the room died before it took its command", reason);
    this.reason = reason;
  }

  /** Returns the exception for a caller whose command no other room can run. */
  public SandboxException reason() {
    return reason;
  }
}
