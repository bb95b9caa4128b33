package io.kotha.benchmarks.result;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A ratio of two times, measured in one run on one host.
 *
 * @param value the ratio of all rounds together
 * @param low the lowest ratio of a single round
 * @param high the highest ratio of a single round
 */
public record Ratio(double value, double low, double high) {

  /**
   * Compares percentiles of two interleaved measurements.
   *
   * @param share the percentile of the first, from 0 to 1
   * @param ofShare the percentile of the second, from 0 to 1
   */
  public static Ratio of(
      List<Distribution> rounds, double share, List<Distribution> ofRounds, double ofShare) {
    double[] single =
        IntStream.range(0, Math.min(rounds.size(), ofRounds.size()))
            .mapToDouble(i -> rounds.get(i).millis(share) / ofRounds.get(i).millis(ofShare))
            .sorted()
            .toArray();
    return new Ratio(
        Distribution.merge(rounds).millis(share) / Distribution.merge(ofRounds).millis(ofShare),
        single[0],
        single[single.length - 1]);
  }

  /** Compares medians. */
  public static Ratio ofMedians(Timing timing, Timing of) {
    return of(timing.rounds(), 0.5, of.rounds(), 0.5);
  }
}
