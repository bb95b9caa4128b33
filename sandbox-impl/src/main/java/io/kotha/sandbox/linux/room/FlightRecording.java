package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.Usage;

/** Records events of the JDK Flight Recorder, if this Java runtime has its module. */
final class FlightRecording {

  private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecording() {}

  /** Records the end of a room. Does nothing if no recording asks for it. */
  static void record(String program, Verdict verdict, Usage usage) {
    if (AVAILABLE) {
      RoomEvent.record(program, verdict, usage);
    }
  }
}
