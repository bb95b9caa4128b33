package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;

/** A source of rooms: a builder makes one for each call, a pool has them ready. */
@FunctionalInterface
public interface RoomEntrance {

  /**
   * Brings a command into a room and returns when its program runs.
   *
   * @param preparation runs once the descriptors of the program exist
   */
  RunningRoom enter(StartRequest request, RoomPreparation preparation) throws SandboxException;
}
