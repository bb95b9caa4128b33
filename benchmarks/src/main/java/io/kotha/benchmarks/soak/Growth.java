package io.kotha.benchmarks.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The growth of a quantity during a soak test.
 *
 * @param what the quantity's description
 * @param early its median over the first quarter of the windows
 * @param late its median over the last quarter of the windows
 * @param allowed the largest accepted growth
 */
record Growth(String what, double early, double late, double allowed) {

  private static final int PART = 4;
  private static final double LATENCY_SHARE = 0.25;
  private static final double HEAP_KILOBYTES = 1_024;
  private static final double ZYGOTE_KILOBYTES = 64;
  private static final double DESCRIPTORS = 2;
  private static final double THREADS = 3;

  /** Returns every quantity that must not grow. */
  static List<Growth> of(Phase phase) {
    return List.of(
        count(phase, "descriptors of the JVM", DESCRIPTORS, Sample::descriptors),
        count(phase, "threads of the JVM", THREADS, Sample::threads),
        count(phase, "live heap of the JVM, kB", HEAP_KILOBYTES, Sample::heapKilobytes),
        count(phase, "descriptors of the zygote", DESCRIPTORS, Sample::zygoteDescriptors),
        count(phase, "memory of the zygote, PSS, kB", ZYGOTE_KILOBYTES, Sample::zygoteKilobytes),
        count(phase, "control groups", 0, Sample::groups),
        count(phase, "mounts", 0, Sample::mounts),
        count(phase, "processes of rooms", 0, Sample::processes),
        latency(phase, "start to exit, p50, ms", 0.5),
        latency(phase, "start to exit, p99, ms", 0.99));
  }

  /** Returns whether the growth is larger than accepted. */
  boolean grew() {
    return late > early + allowed;
  }

  /** Returns the cells of a table row. */
  List<String> cells() {
    return List.of(
        what, write(early), write(late), write(early + allowed), grew() ? "grew" : "flat");
  }

  private static Growth count(
      Phase phase, String what, double allowed, ToDoubleFunction<Sample> figure) {
    ToDoubleFunction<Window> value = window -> figure.applyAsDouble(window.after());
    return new Growth(what, early(phase, value), late(phase, value), allowed);
  }

  private static Growth latency(Phase phase, String what, double share) {
    ToDoubleFunction<Window> value = window -> window.latency().millis(share);
    double early = early(phase, value);
    return new Growth(what, early, late(phase, value), early * LATENCY_SHARE);
  }

  private static double early(Phase phase, ToDoubleFunction<Window> value) {
    return median(phase.windows().subList(0, part(phase)), value);
  }

  private static double late(Phase phase, ToDoubleFunction<Window> value) {
    int size = phase.windows().size();
    return median(phase.windows().subList(size - part(phase), size), value);
  }

  private static int part(Phase phase) {
    return Math.max(1, phase.windows().size() / PART);
  }

  private static double median(List<Window> windows, ToDoubleFunction<Window> value) {
    return windows.stream()
        .mapToDouble(value)
        .sorted()
        .skip(windows.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  private static String write(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
  }
}
