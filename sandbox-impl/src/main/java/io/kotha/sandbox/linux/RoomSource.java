package io.kotha.sandbox.linux;

import io.kotha.sandbox.SandboxException;

/** Where the rooms of a sandbox come from: built for the call, or made ahead. */
interface RoomSource {

  /** Brings a command into a room, and returns when its program runs. */
  RunningRoom enter(Order order) throws SandboxException;
}
