package io.kotha.benchmarks.result;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A distribution of durations. Immutable.
 *
 * @param micros the number of occurrences by duration in microseconds
 */
public record Distribution(SortedMap<Long, Long> micros) {

  private static final double MICROS_PER_MILLI = 1_000;

  /** Copies the map. */
  public Distribution {
    micros = Collections.unmodifiableSortedMap(new TreeMap<>(micros));
  }

  /** Returns the distribution of durations in nanoseconds. */
  public static Distribution ofNanos(Collection<Long> nanos) {
    SortedMap<Long, Long> counts = new TreeMap<>();
    nanos.forEach(each -> counts.merge(Math.round(each / MICROS_PER_MILLI), 1L, Long::sum));
    return new Distribution(counts);
  }

  /** Merges distributions; every duration has the same weight. */
  public static Distribution merge(List<Distribution> parts) {
    SortedMap<Long, Long> counts = new TreeMap<>();
    parts.forEach(part -> part.micros().forEach((value, n) -> counts.merge(value, n, Long::sum)));
    return new Distribution(counts);
  }

  /** Returns the number of durations. */
  public long count() {
    return micros.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns a percentile in milliseconds: the smallest duration that this share does not exceed.
   *
   * @param share the share of all durations, from 0 to 1
   * @throws IllegalStateException if the distribution is empty
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
    throw new IllegalStateException("the distribution is empty: nothing was measured");
  }
}
