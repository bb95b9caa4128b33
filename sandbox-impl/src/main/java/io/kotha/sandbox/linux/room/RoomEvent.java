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

/** An event of the JDK Flight Recorder for each room, committed when the room has ended. */
@Name("io.kotha.Room")
@Label("Room")
@Description("A program that ran in a room, and the time that building the room took")
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
  @Description("All phases together, without the time in which the room waited for its command")
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

  @Label("Setup: privileges")
  @Timespan(Timespan.NANOSECONDS)
  private long privileges;

  @Label("Setup: filter")
  @Timespan(Timespan.NANOSECONDS)
  private long filter;

  @Label("Setup: command")
  @Timespan(Timespan.NANOSECONDS)
  private long command;

  @Label("End")
  @Timespan(Timespan.NANOSECONDS)
  private long ended;

  /** Commits an event if a recording has enabled it. */
  static void record(String program, Verdict verdict, Usage usage) {
    RoomEvent event = new RoomEvent();
    if (event.isEnabled()) {
      event.fill(program, verdict, usage);
      event.commit();
    }
  }

  private void fill(String executed, Verdict outcome, Usage usage) {
    program = executed;
    verdict = outcome.getClass().getSimpleName();
    wall = usage.wall().toNanos();
    cpu = usage.cpu().map(Duration::toNanos).orElse(0L);
    SetupTimings times = usage.setup();
    setup = times.total().toNanos();
    cgroups = nanos(times, SetupTimings.Phase.CGROUPS);
    cloned = nanos(times, SetupTimings.Phase.CLONE);
    idMaps = nanos(times, SetupTimings.Phase.ID_MAPS);
    files = nanos(times, SetupTimings.Phase.FILES);
    forked = nanos(times, SetupTimings.Phase.FORK);
    privileges = nanos(times, SetupTimings.Phase.PRIVILEGES);
    filter = nanos(times, SetupTimings.Phase.FILTER);
    command = nanos(times, SetupTimings.Phase.COMMAND);
    ended = nanos(times, SetupTimings.Phase.END);
  }

  private static long nanos(SetupTimings setup, SetupTimings.Phase phase) {
    Duration time = setup.phases().get(phase);
    return time == null ? 0 : time.toNanos();
  }
}
