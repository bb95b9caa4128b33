package io.kotha.benchmarks.campaign;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Progress messages on standard error, with the seconds since the JVM's start. */
final class Progress {

  private static final double MILLIS = 1_000;

  private Progress() {}

  static void say(String what) {
    double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS;
    System.err.printf(Locale.ROOT, "%6.0f s  %s%n", seconds, what);
  }
}
