package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.TinyProgram;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Full rooms whose programs run until close. */
record LiveRooms(List<SandboxProcess> rooms) implements AutoCloseable {

  static LiveRooms start(RoomRoot root, int count) throws IOException {
    Sandbox sandbox = FullRoom.in(root);
    List<SandboxProcess> rooms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rooms.add(sandbox.start(FullRoom.command(TinyProgram.PAUSE, "live")));
    }
    return new LiveRooms(rooms);
  }

  /**
   * Checks that all rooms are alive: otherwise the measurement has fewer live rooms than it claims.
   */
  void requireAllAlive() {
    long dead = rooms.stream().filter(room -> !room.isAlive()).count();
    if (dead > 0) {
      throw new IllegalStateException(dead + " of " + rooms.size() + " rooms have ended");
    }
  }

  @Override
  public void close() throws IOException {
    rooms.forEach(SandboxProcess::close);
    for (SandboxProcess room : rooms) {
      room.onExit().join();
    }
  }
}
