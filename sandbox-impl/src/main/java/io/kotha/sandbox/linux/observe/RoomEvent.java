package io.kotha.sandbox.linux.observe;

import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.event.SandboxEvent.ProgramEnded;
import io.kotha.sandbox.stats.SetupTimings;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** An event of the JDK Flight Recorder for each program, committed when it has ended. */
@Name("io.kotha.Room")
@Label("Room")
@Description("A program that ran in a room, and the time that building the room took")
@Category("Kotha")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class RoomEvent extends Event {

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

  @Label("Verdict")
  private @Nullable String verdict;

  @Label("Wall time")
  @Timespan(Timespan.NANOSECONDS)
  private long wall;

  @Label("CPU time")
  @Timespan(Timespan.NANOSECONDS)
  private long cpu;

  @Label("Peak memory")
  @Description("-1 if it is unknown")
  @DataAmount
  private long peakMemory;

  @Label("Peak of processes")
  @Description("-1 if it is unknown")
  private long peakProcesses;

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

  /** Returns whether a recording has enabled the event. */
  static boolean isWanted() {
    return new RoomEvent().isEnabled();
  }

  /** Commits an event if a recording has enabled it. */
  static void record(ProgramEnded ended) {
    RoomEvent event = new RoomEvent();
    if (event.isEnabled()) {
      event.program = ended.program().executable();
      event.room = ended.program().name().orElse(null);
      event.roomId = ended.program().room();
      event.pid = ended.program().pid().orElse(0);
      event.fill(ended.verdict(), ended.usage());
      event.commit();
    }
  }

  private void fill(Verdict outcome, Usage usage) {
    verdict = outcome.getClass().getSimpleName();
    wall = usage.wall().toNanos();
    cpu = usage.cpu().map(Duration::toNanos).orElse(0L);
    peakMemory = usage.peakMemoryBytes().orElse(-1);
    peakProcesses = usage.pidsPeak().orElse(-1);
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
