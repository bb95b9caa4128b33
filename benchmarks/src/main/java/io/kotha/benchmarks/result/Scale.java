package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;

/**
 * The times from start to exit at one level of an axis.
 *
 * @param axis the varied dimension
 * @param level the level of the axis, with its unit
 * @param subject the measured subject
 * @param rounds one distribution for each round
 */
public record Scale(Axis axis, String level, SubjectName subject, List<Distribution> rounds) {

  /** Returns the merged distribution of all rounds. */
  public Distribution all() {
    return Distribution.merge(rounds);
  }
}
