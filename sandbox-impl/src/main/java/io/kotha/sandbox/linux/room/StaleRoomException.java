package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;

/**
 * A room was dead before it took its command: nothing of that ran, another room can be given it.
 */
public final class StaleRoomException extends SandboxException {

  private static final long serialVersionUID = 1L;

  private final SandboxException reason;

  StaleRoomException(SandboxException reason) {
    super("a room died before it was entered", reason);
    this.reason = reason;
  }

  /** What to tell a caller for whom there is no other room. */
  public SandboxException reason() {
    return reason;
  }
}
