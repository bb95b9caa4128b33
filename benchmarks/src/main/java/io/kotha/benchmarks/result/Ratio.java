package io.kotha.benchmarks.result;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many times as long, in one run on one machine.
 *
 * @param value of all rounds together
 * @param low the lowest of single rounds
 * @param high the highest
 */
public record Ratio(double value, double low, double high) {

  /**
   * Compares two that took turns.
   *
   * @param share which percentile of the first, from 0 to 1
   * @param ofShare which of the second
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

  /** Of medians. */
  public static Ratio ofMedians(Timing timing, Timing of) {
    return of(timing.rounds(), 0.5, of.rounds(), 0.5);
  }
}
