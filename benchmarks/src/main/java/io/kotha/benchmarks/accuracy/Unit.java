package io.kotha.benchmarks.accuracy;

import java.time.Duration;
import java.util.Locale;

/** What is measured, how near it has to come, and how it is written. */
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

  /** In words. */
  String target() {
    return target;
  }

  /** Whether an error is small enough for what was asked for. */
  boolean isWithin(long error, long requested) {
    return Math.abs(error) <= Math.max(least, requested / PER_CENT);
  }

  /** With its sign, so that too much is told from too little. */
  String writeError(long error) {
    return (error > 0 ? "+" : "") + write(error);
  }
}
