package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The throughput of a course.
 *
 * @param subject the subject that started the programs
 * @param perSecond the throughput per second of each interleaved round
 */
public record Pace(Course course, SubjectName subject, List<Double> perSecond) {

  /** Returns the quartiles of all rounds. */
  public Quartiles all() {
    return Quartiles.of(perSecond);
  }

  /**
   * Returns the quartiles of the ratio to another pace, round by round. The two turns of a round
   * follow each other so closely that other load on the host affects both alike.
   */
  public Quartiles against(Pace other) {
    int rounds = Math.min(perSecond.size(), other.perSecond.size());
    return Quartiles.of(
        IntStream.range(0, rounds)
            .mapToObj(i -> perSecond.get(i) / other.perSecond.get(i))
            .toList());
  }
}
