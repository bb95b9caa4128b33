package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;

/**
 * From start to exit.
 *
 * @param gapMillis idle time before each start
 * @param rounds one distribution for each round, in which everybody had a turn
 */
public record Timing(SubjectName subject, int gapMillis, List<Distribution> rounds) {

  /** Of all rounds. */
  public Distribution all() {
    return Distribution.merge(rounds);
  }
}
