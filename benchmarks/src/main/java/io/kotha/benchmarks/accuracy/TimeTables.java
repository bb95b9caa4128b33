package io.kotha.benchmarks.accuracy;

import io.kotha.sandbox.SandboxResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of CPU time, compared with the time a program burnt, and of wall time with its sleep.
 */
final class TimeTables {

  private static final int[] BURNT_MILLIS = {100, 1_000};
  private static final int[] SLEPT_MILLIS = {10, 100, 1_000};
  private static final long NANOS_PER_MICRO = 1_000;

  private final Payload burn;
  private final Payload rest;
  private final int runs;

  TimeTables(Payload burn, Payload rest, int runs) {
    this.burn = burn;
    this.rest = rest;
    this.runs = runs;
  }

  /** Measures the rows of CPU time. Nothing is subtracted: the program's clocks count its start. */
  List<Row> cpu() throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    rows.add(burnt("nothing", 0, "threads", 1));
    for (int millis : BURNT_MILLIS) {
      rows.add(burnt("one thread", millis, "threads", 1));
      rows.add(burnt("two threads together", millis, "threads", 2));
      rows.add(burnt("two grandchildren whose parents are gone", millis, "double", 2));
      rows.add(burnt("four children that nobody waits for", millis, "unwaited", 4));
    }
    return rows;
  }

  private Row burnt(String what, int millis, String mode, int count)
      throws IOException, InterruptedException {
    Duration each = Duration.ofMillis(millis);
    List<Row.Run> all = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      SandboxResult result = burn.run(burn.room(), mode, each.toNanos() / NANOS_PER_MICRO, count);
      all.add(new Row.Run(told(result), cpuNanos(result)));
    }
    return new Row(what, Unit.TIME, each.toNanos(), all, 0);
  }

  /** Measures the rows of wall time, from which the time of start and end is subtracted. */
  List<Row> wall() throws IOException, InterruptedException {
    long idle = Row.median(slept(Duration.ZERO), run -> run.measured() - run.used());
    List<Row> rows = new ArrayList<>();
    for (int millis : SLEPT_MILLIS) {
      Duration each = Duration.ofMillis(millis);
      rows.add(new Row("a sleep", Unit.TIME, each.toNanos(), slept(each), idle));
    }
    return rows;
  }

  private List<Row.Run> slept(Duration each) throws IOException, InterruptedException {
    List<Row.Run> all = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      SandboxResult result = rest.run(rest.room(), each.toNanos() / NANOS_PER_MICRO);
      all.add(new Row.Run(told(result), result.usage().wall().toNanos()));
    }
    return all;
  }

  /** Returns the sum of the times that the program's processes report, in nanoseconds. */
  private static long told(SandboxResult result) {
    return result.stdout().lines().mapToLong(Long::parseLong).sum();
  }

  private static long cpuNanos(SandboxResult result) {
    return result
        .usage()
        .cpu()
        .orElseThrow(() -> new IllegalStateException("this host does not count CPU time"))
        .toNanos();
  }
}
