package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.Usage;

/** The JDK Flight Recorder, where this Java has it: a trimmed one may not. */
final class FlightRecording {

  private static final boolean POSSIBLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecording() {}

  static void record(String program, Verdict verdict, Usage usage) {
    if (POSSIBLE) {
      RoomEvent.record(program, verdict, usage);
    }
  }
}
