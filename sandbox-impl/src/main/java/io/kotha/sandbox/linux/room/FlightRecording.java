package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.Usage;

/** Records events of the JDK Flight Recorder, if this Java runtime has its module. */
public final class FlightRecording {

  private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecording() {}

  /** Records the end of a room. Does nothing if no recording asks for it. */
  static void ended(StartRequest request, long pid, Verdict verdict, Usage usage) {
    if (AVAILABLE) {
      RoomEvent.record(request, pid, verdict, usage);
    }
  }

  /** Records a start that has failed. Does nothing if no recording asks for it. */
  public static void failed(StartRequest request, SandboxException reason) {
    if (AVAILABLE) {
      FailedStartEvent.record(request, reason);
    }
  }
}
