package io.kotha.sandbox.linux;

import io.kotha.sandbox.Setup;
import io.kotha.sandbox.Usage;
import io.kotha.sandbox.Verdict;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A room's life in a recording of the JDK Flight Recorder, committed at its end. */
@Name("io.kotha.Room")
@Label("Room")
@Description("A program that ran in a room, and what building the room took")
@Category("Kotha")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class RoomEvent extends Event {

  @Label("Program")
  private @Nullable String program;

  @Label("Verdict")
  private @Nullable String verdict;

  @Label("Wall time")
  @Timespan(Timespan.NANOSECONDS)
  private long wall;

  @Label("CPU time")
  @Timespan(Timespan.NANOSECONDS)
  private long cpu;

  @Label("Setup")
  @Description("Of all parts together, without the time in which the room waited for its command")
  @Timespan(Timespan.NANOSECONDS)
  private long setup;

  @Label("Setup: cgroups")
  @Timespan(Timespan.NANOSECONDS)
  private long cgroups;

  @Label("Setup: first process")
  @Timespan(Timespan.NANOSECONDS)
  private long cloned;

  @Label("Setup: id maps")
  @Timespan(Timespan.NANOSECONDS)
  private long idMaps;

  @Label("Setup: network and files")
  @Timespan(Timespan.NANOSECONDS)
  private long files;

  @Label("Setup: payload")
  @Timespan(Timespan.NANOSECONDS)
  private long forked;

  @Label("Setup: walls")
  @Timespan(Timespan.NANOSECONDS)
  private long walls;

  @Label("Setup: filter")
  @Timespan(Timespan.NANOSECONDS)
  private long filter;

  @Label("Setup: command")
  @Timespan(Timespan.NANOSECONDS)
  private long command;

  @Label("End")
  @Timespan(Timespan.NANOSECONDS)
  private long ended;

  /** Writes it down if somebody records. */
  static void record(String program, Verdict verdict, Usage usage) {
    RoomEvent event = new RoomEvent();
    if (event.isEnabled()) {
      event.fill(program, verdict, usage);
      event.commit();
    }
  }

  private void fill(String ran, Verdict end, Usage usage) {
    program = ran;
    verdict = end.getClass().getSimpleName();
    wall = usage.wall().toNanos();
    cpu = usage.cpu().map(Duration::toNanos).orElse(0L);
    Setup times = usage.setup();
    setup = times.total().toNanos();
    cgroups = nanos(times, Setup.Part.CGROUPS);
    cloned = nanos(times, Setup.Part.CLONE);
    idMaps = nanos(times, Setup.Part.ID_MAPS);
    files = nanos(times, Setup.Part.FILES);
    forked = nanos(times, Setup.Part.FORK);
    walls = nanos(times, Setup.Part.WALLS);
    filter = nanos(times, Setup.Part.FILTER);
    command = nanos(times, Setup.Part.COMMAND);
    ended = nanos(times, Setup.Part.END);
  }

  private static long nanos(Setup setup, Setup.Part part) {
    Duration time = setup.parts().get(part);
    return time == null ? 0 : time.toNanos();
  }
}
