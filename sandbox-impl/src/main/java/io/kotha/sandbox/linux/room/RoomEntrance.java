package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;

/** A source of rooms: either a builder, which builds one for each call, or a pool. */
@FunctionalInterface
public interface RoomEntrance {

  /**
   * Starts a command in a room and returns once its program runs.
   *
   * @param preparation runs once the descriptors of the program exist
   * @throws SandboxException if the program cannot be started; nothing of it ran
   */
  RunningRoom enter(StartRequest request, RoomPreparation preparation) throws SandboxException;
}
