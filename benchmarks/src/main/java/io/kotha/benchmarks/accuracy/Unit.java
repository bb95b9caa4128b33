package io.kotha.benchmarks.accuracy;

import java.time.Duration;
import java.util.Locale;

/** A unit of measurement, with the tolerated error and the format of its values. */
enum Unit {
  /** Bytes; within 1 MiB or one per cent. */
  MEMORY("within 1 MiB or 1 %", 1 << 20) {
    @Override
    String write(long bytes) {
      return String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
    }
  },
  /** Nanoseconds; within 5 ms or one per cent. */
  TIME("within 5 ms or 1 %", Duration.ofMillis(5).toNanos()) {
    @Override
    String write(long nanos) {
      return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
  };

  private static final int PER_CENT = 100;

  private final String target;
  private final long least;

  Unit(String target, long least) {
    this.target = target;
    this.least = least;
  }

  abstract String write(long value);

  /** Returns the tolerated error in words. */
  String target() {
    return target;
  }

  /** Returns whether an error is tolerated for the requested amount. */
  boolean isWithin(long error, long requested) {
    return Math.abs(error) <= Math.max(least, requested / PER_CENT);
  }

  /** Formats an error with its sign. */
  String writeError(long error) {
    return (error > 0 ? "+" : "") + write(error);
  }
}
