package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.SetupTimings;
import io.kotha.sandbox.stats.Usage;
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

  @Label("SetupTimings")
  @Description("Of all parts together, without the time in which the room waited for its command")
  @Timespan(Timespan.NANOSECONDS)
  private long setup;

  @Label("SetupTimings: cgroups")
  @Timespan(Timespan.NANOSECONDS)
  private long cgroups;

  @Label("SetupTimings: first process")
  @Timespan(Timespan.NANOSECONDS)
  private long cloned;

  @Label("SetupTimings: id maps")
  @Timespan(Timespan.NANOSECONDS)
  private long idMaps;

  @Label("SetupTimings: network and files")
  @Timespan(Timespan.NANOSECONDS)
  private long files;

  @Label("SetupTimings: payload")
  @Timespan(Timespan.NANOSECONDS)
  private long forked;

  @Label("SetupTimings: walls")
  @Timespan(Timespan.NANOSECONDS)
  private long walls;

  @Label("SetupTimings: filter")
  @Timespan(Timespan.NANOSECONDS)
  private long filter;

  @Label("SetupTimings: command")
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
    SetupTimings times = usage.setup();
    setup = times.total().toNanos();
    cgroups = nanos(times, SetupTimings.Phase.CGROUPS);
    cloned = nanos(times, SetupTimings.Phase.CLONE);
    idMaps = nanos(times, SetupTimings.Phase.ID_MAPS);
    files = nanos(times, SetupTimings.Phase.FILES);
    forked = nanos(times, SetupTimings.Phase.FORK);
    walls = nanos(times, SetupTimings.Phase.PRIVILEGES);
    filter = nanos(times, SetupTimings.Phase.FILTER);
    command = nanos(times, SetupTimings.Phase.COMMAND);
    ended = nanos(times, SetupTimings.Phase.END);
  }

  private static long nanos(SetupTimings setup, SetupTimings.Phase part) {
    Duration time = setup.phases().get(part);
    return time == null ? 0 : time.toNanos();
  }
}
