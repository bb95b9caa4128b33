package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;

/** The request for a program that joins a room, as the engine would send it. */
public final class GuestRequest {

  private GuestRequest() {}

  /** Returns the request for a program in this room, which was started for one program. */
  public static byte[] of(RunningRoom host) throws SandboxException {
    Guests guests = (Guests) host.beside();
    return guests.encode(guests.plan());
  }
}
