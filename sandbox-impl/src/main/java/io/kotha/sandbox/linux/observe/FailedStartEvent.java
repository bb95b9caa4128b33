package io.kotha.sandbox.linux.observe;

import io.kotha.sandbox.event.SandboxEvent.StartFailed;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** An event of the JDK Flight Recorder for each program that could not be started. */
@Name("io.kotha.FailedStart")
@Label("Failed start")
@Description("A program that could not be started in a room")
@Category("Kotha")
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class FailedStartEvent extends Event {

  @Label("Program")
  private @Nullable String program;

  @Label("Room")
  @Description("The name that the caller gave the room")
  private @Nullable String room;

  @Label("Reason")
  private @Nullable String reason;

  /** Returns whether a recording has enabled the event. */
  static boolean isWanted() {
    return new FailedStartEvent().isEnabled();
  }

  /** Commits an event if a recording has enabled it. */
  static void record(StartFailed failed) {
    FailedStartEvent event = new FailedStartEvent();
    if (event.isEnabled()) {
      event.program = failed.executable();
      event.room = failed.name().orElse(null);
      event.reason = failed.reason().toString();
      event.commit();
    }
  }
}
