package io.kotha.sandbox.linux.observe;

import io.kotha.sandbox.event.SandboxEvent;
import io.kotha.sandbox.event.SandboxEvent.ProgramEnded;
import io.kotha.sandbox.event.SandboxEvent.ProgramStarted;
import io.kotha.sandbox.event.SandboxEvent.StartFailed;

/** Events of the JDK Flight Recorder, if this Java runtime has its module. */
final class FlightRecording {

  private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecording() {}

  /** Returns whether a recording has enabled an event of Kotha. */
  static boolean isOn() {
    return AVAILABLE
        && (StartEvent.isWanted() || FailedStartEvent.isWanted() || RoomEvent.isWanted());
  }

  /** Commits an event if a recording has enabled it. */
  static void record(SandboxEvent event) {
    if (!AVAILABLE) {
      return;
    }
    if (event instanceof ProgramStarted started) {
      StartEvent.record(started);
    } else if (event instanceof StartFailed failed) {
      FailedStartEvent.record(failed);
    } else if (event instanceof ProgramEnded ended) {
      RoomEvent.record(ended);
    }
  }
}
