package io.kotha.benchmarks.report;

import io.kotha.benchmarks.result.Distribution;
import java.util.Locale;

/** Formatting of figures. */
final class Words {

  private static final double MEDIAN = 0.5;
  private static final double P90 = 0.9;
  private static final double P99 = 0.99;

  private Words() {}

  static String millis(double millis) {
    return number(millis) + " ms";
  }

  static String times(double ratio) {
    return number(ratio) + " ×";
  }

  /** Formats a number with two decimals below 10, one below 100, and none above. */
  static String number(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value);
  }

  static String p50(Distribution times) {
    return millis(times.millis(MEDIAN));
  }

  static String p90(Distribution times) {
    return millis(times.millis(P90));
  }

  static String p99(Distribution times) {
    return millis(times.millis(P99));
  }
}
