package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.fixture.Rooms;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A JVM whose programs inherit its standard descriptors: {@code InheritingProgram ROOT WALL_MILLIS
 * SCRIPT...}. It runs the scripts one after the other; its exit status is that of the last.
 */
final class InheritingProgram {

  private InheritingProgram() {}

  /** Runs the scripts, as the class describes. */
  public static void main(String[] args) throws Exception {
    Sandbox room = Rooms.on(Path.of(args[0])).wallTime(Duration.ofMillis(Long.parseLong(args[1])));
    int status = 0;
    for (int i = 2; i < args.length; i++) {
      Command command = Command.of("/bin/sh", "-c", args[i]).inheritIo();
      try (SandboxProcess process = room.start(command)) {
        status = process.waitFor();
      }
    }
    if (relays() > 0) {
      throw new IllegalStateException("a thread still passes data on, after the room has ended");
    }
    System.exit(status);
  }

  /** Returns the threads that are left. A thread reports the end before it is gone. */
  private static long relays() throws InterruptedException {
    for (int i = 0; i < 100 && alive() > 0; i++) {
      Thread.sleep(50);
    }
    return alive();
  }

  private static long alive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("kotha-relay"))
        .count();
  }
}
