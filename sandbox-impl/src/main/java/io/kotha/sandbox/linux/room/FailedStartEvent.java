package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
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

  /** Commits an event if a recording has enabled it. */
  static void record(StartRequest request, SandboxException failure) {
    FailedStartEvent event = new FailedStartEvent();
    if (event.isEnabled()) {
      event.program = request.command().argv().get(0);
      event.room = request.spec().placement().name();
      event.reason = failure.toString();
      event.commit();
    }
  }
}
