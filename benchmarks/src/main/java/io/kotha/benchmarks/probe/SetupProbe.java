package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.result.Figure;
import io.kotha.benchmarks.subject.FullRoom;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.TinyProgram;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.stats.SetupTimings;
import io.kotha.sandbox.stats.SetupTimings.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures the setup phases of a cold full room by the helper's clock: {@code FILE RUNS}. */
public final class SetupProbe {

  /** The key of the figure of loading the standard policy. */
  public static final String FILTER = key(Phase.FILTER);

  private static final double NANOS_PER_MICRO = 1_000;

  private SetupProbe() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = Integer.parseInt(args[1]);
    Map<Phase, List<Long>> times = new EnumMap<>(Phase.class);
    try (RoomRoot root = RoomRoot.create()) {
      Sandbox room = FullRoom.in(root);
      once(room); // the first run starts the helper
      for (int i = 0; i < runs; i++) {
        note(times, once(room));
      }
    }
    List<Figure> figures = new ArrayList<>();
    times.forEach(
        (part, nanos) ->
            figures.add(micros(key(part), "a cold full room's " + part + ", p50", median(nanos))));
    new Answer(List.of(), figures).write(args[0]);
  }

  private static String key(Phase part) {
    return "setup." + part.name().toLowerCase(Locale.ROOT);
  }

  private static SetupTimings once(Sandbox room) throws IOException, InterruptedException {
    SandboxProcess process = room.start(FullRoom.command(TinyProgram.NOOP));
    FullRoom.end(process);
    return process.usage().setup();
  }

  private static void note(Map<Phase, List<Long>> times, SetupTimings setup) {
    setup
        .phases()
        .forEach(
            (part, time) ->
                times.computeIfAbsent(part, p -> new ArrayList<>()).add(time.toNanos()));
  }

  private static double median(List<Long> nanos) {
    return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
  }

  private static Figure micros(String key, String what, double nanos) {
    return new Figure(key, what, nanos / NANOS_PER_MICRO, "µs");
  }
}
