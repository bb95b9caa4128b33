package io.kotha.sandbox.linux.observe;

import io.kotha.sandbox.event.ProgramInfo;
import io.kotha.sandbox.event.SandboxEvent;
import io.kotha.sandbox.event.SandboxEvent.ProgramEnded;
import io.kotha.sandbox.event.SandboxEvent.ProgramStarted;
import io.kotha.sandbox.event.SandboxEvent.RoomClosed;
import io.kotha.sandbox.event.SandboxEvent.RoomOpened;
import io.kotha.sandbox.event.SandboxEvent.RoomReset;
import io.kotha.sandbox.event.SandboxEvent.StartFailed;
import java.time.Duration;
import java.util.Optional;

/** The line of the log for an event. */
final class EventText {

  private static final double NANOS_PER_MILLI = 1e6;

  private EventText() {}

  /** Returns the line. */
  static String of(SandboxEvent event) {
    if (event instanceof ProgramStarted started) {
      return program(started.program())
          + " runs after "
          + millis(started.setup())
          + " (room: "
          + started.origin()
          + ")";
    }
    if (event instanceof StartFailed failed) {
      return failed.executable() + named(failed.name()) + " was not started: " + failed.reason();
    }
    if (event instanceof ProgramEnded ended) {
      return program(ended.program()) + " has ended: " + ended.verdict();
    }
    if (event instanceof RoomOpened opened) {
      return room(opened.room(), opened.name()) + " is open after " + millis(opened.setup());
    }
    if (event instanceof RoomReset reset) {
      return room(reset.room(), reset.name())
          + " has replaced room "
          + reset.before()
          + " after "
          + millis(reset.setup());
    }
    if (event instanceof RoomClosed closed) {
      return room(closed.room(), closed.name()) + " has ended: " + closed.cause();
    }
    throw new IllegalArgumentException("an unknown event: " + event.getClass());
  }

  private static String program(ProgramInfo program) {
    String pid = program.pid().isPresent() ? ", process " + program.pid().getAsLong() : "";
    return program.executable() + " in " + room(program.room(), program.name()) + pid;
  }

  private static String room(long id, Optional<String> name) {
    return "room " + id + named(name);
  }

  private static String named(Optional<String> name) {
    return name.map(text -> " \"" + text + "\"").orElse("");
  }

  private static String millis(Duration time) {
    return "%.1f ms".formatted(time.toNanos() / NANOS_PER_MILLI);
  }
}
