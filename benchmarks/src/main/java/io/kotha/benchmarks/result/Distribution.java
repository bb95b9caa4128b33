package io.kotha.benchmarks.result;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each duration was seen.
 *
 * @param micros counts, by duration in microseconds
 */
public record Distribution(SortedMap<Long, Long> micros) {

  private static final double MICROS_PER_MILLI = 1_000;

  /** Copies. */
  public Distribution {
    micros = Collections.unmodifiableSortedMap(new TreeMap<>(micros));
  }

  /** Of single durations. */
  public static Distribution ofNanos(Collection<Long> nanos) {
    SortedMap<Long, Long> counts = new TreeMap<>();
    nanos.forEach(each -> counts.merge(Math.round(each / MICROS_PER_MILLI), 1L, Long::sum));
    return new Distribution(counts);
  }

  /** All together: each duration weighs the same, whichever it came from. */
  public static Distribution merge(List<Distribution> parts) {
    SortedMap<Long, Long> counts = new TreeMap<>();
    parts.forEach(part -> part.micros().forEach((value, n) -> counts.merge(value, n, Long::sum)));
    return new Distribution(counts);
  }

  /** How many durations. */
  public long count() {
    return micros.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The smallest duration that so many of all do not exceed, in milliseconds.
   *
   * @param share from 0 to 1
   */
  public double millis(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count() - 1e-9));
    long seen = 0;
    for (Map.Entry<Long, Long> entry : micros.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey() / MICROS_PER_MILLI;
      }
    }
    throw new IllegalStateException("nothing was measured");
  }
}
