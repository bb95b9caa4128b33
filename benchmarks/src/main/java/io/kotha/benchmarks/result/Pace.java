package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much went through in a second.
 *
 * @param subject how the programs were started
 * @param perSecond one for each round, in which everybody had a turn
 */
public record Pace(Course course, SubjectName subject, List<Double> perSecond) {

  /** Of all rounds. */
  public Quartiles all() {
    return Quartiles.of(perSecond);
  }

  /**
   * How many times as much as the other, round by round: the two turns of a round are so near each
   * other that what else the machine does is the same for both.
   */
  public Quartiles against(Pace other) {
    int rounds = Math.min(perSecond.size(), other.perSecond.size());
    return Quartiles.of(
        IntStream.range(0, rounds)
            .mapToObj(i -> perSecond.get(i) / other.perSecond.get(i))
            .toList());
  }
}
