package io.kotha.sandbox.linux;

import io.kotha.sandbox.Usage;
import io.kotha.sandbox.Verdict;

/** The JDK Flight Recorder, where this Java has it: a trimmed one may not. */
final class Recording {

  private static final boolean POSSIBLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Recording() {}

  static void record(String program, Verdict verdict, Usage usage) {
    if (POSSIBLE) {
      RoomEvent.record(program, verdict, usage);
    }
  }
}
