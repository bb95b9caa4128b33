package io.kotha.benchmarks.accuracy;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.Verdict.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The table of overshoots: the time that a room used beyond its time limit. */
final class Overshoot {

  private static final Duration LIMIT = Duration.ofMillis(100);
  private static final Duration TARGET = Duration.ofMillis(10);
  private static final long LONG_MICROS = 60_000_000;

  private final Payload burn;
  private final Payload rest;
  private final int runs;

  Overshoot(Payload burn, Payload rest, int runs) {
    this.burn = burn;
    this.rest = rest;
    this.runs = runs;
  }

  /**
   * A row of the table.
   *
   * @param overshoots overshoots of all runs, in ascending order
   * @param disturbed the number of runs for which Kotha reported a disturbance
   */
  private record Kind(String what, String limit, List<Duration> overshoots, long disturbed) {

    String markdown() {
      return "| "
          + String.join(
              " | ",
              what,
              limit,
              Integer.toString(overshoots.size()),
              Long.toString(disturbed),
              write(50),
              write(99),
              write(100),
              at(99).compareTo(TARGET) <= 0 ? "met" : "**not met**")
          + " |\n";
    }

    private String write(int percent) {
      return Unit.TIME.write(at(percent).toNanos());
    }

    /** Returns a percentile: the smallest value that this share of the runs does not exceed. */
    private Duration at(int percent) {
      return overshoots.get((overshoots.size() * percent + 99) / 100 - 1);
    }
  }

  /** Measures the table. */
  String markdown() throws IOException, InterruptedException {
    int all = Runtime.getRuntime().availableProcessors();
    Sandbox cpu = burn.room().cpuTime(LIMIT);
    Sandbox wall = burn.room().wallTime(LIMIT);
    List<Kind> kinds =
        List.of(
            measure("burns on one processor", Clock.CPU, burn, cpu, "forever", 0, 1),
            measure("burns on every processor", Clock.CPU, burn, cpu, "forever", 0, all),
            measure("sleeps", Clock.WALL, rest, rest.room().wallTime(LIMIT), LONG_MICROS),
            measure("burns on every processor", Clock.WALL, burn, wall, "forever", 0, all));
    return "| the program | limit | runs | disturbed | p50 | p99 | max | p99 within 10 ms |\n"
        + "|---|---|--:|--:|--:|--:|--:|---|\n"
        + kinds.stream().map(Kind::markdown).collect(Collectors.joining());
  }

  private Kind measure(
      String what, Clock clock, Payload payload, Sandbox limited, Object... arguments)
      throws IOException, InterruptedException {
    List<SandboxResult> all = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      all.add(payload.runOut(limited, clock, arguments));
    }
    return new Kind(
        what,
        (clock == Clock.CPU ? "cpu " : "wall ") + LIMIT.toMillis() + " ms",
        all.stream().map(Overshoot::of).sorted().toList(),
        all.stream().filter(result -> !result.usage().disturbances().isEmpty()).count());
  }

  private static Duration of(SandboxResult result) {
    Verdict.TimeExceeded exceeded = (Verdict.TimeExceeded) result.verdict();
    return exceeded.used().minus(exceeded.limit());
  }
}
