package io.kotha.sandbox.linux.observe;

import io.kotha.sandbox.event.SandboxEvent.ProgramStarted;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** An event of the JDK Flight Recorder for each program that was started. */
@Name("io.kotha.Start")
@Label("Start")
@Description("A program that was started in a room")
@Category("Kotha")
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class StartEvent extends Event {

  @Label("Program")
  private @Nullable String program;

  @Label("Room")
  @Description("The name that the caller gave the room")
  private @Nullable String room;

  @Label("Room id")
  private long roomId;

  @Label("Process")
  @Description("The pid of the program on the host; 0 if it ended before that was known")
  private long pid;

  @Label("Origin")
  @Description("The origin of the room: new, a pool's, or one that lives")
  private @Nullable String origin;

  @Label("Setup")
  @Description("The time from the call that started the program until it ran")
  @Timespan(Timespan.NANOSECONDS)
  private long setup;

  /** Returns whether a recording has enabled the event. */
  static boolean isWanted() {
    return new StartEvent().isEnabled();
  }

  /** Commits an event if a recording has enabled it. */
  static void record(ProgramStarted started) {
    StartEvent event = new StartEvent();
    if (event.isEnabled()) {
      event.program = started.program().executable();
      event.room = started.program().name().orElse(null);
      event.roomId = started.program().room();
      event.pid = started.program().pid().orElse(0);
      event.origin = started.origin().name();
      event.setup = started.setup().toNanos();
      event.commit();
    }
  }
}
