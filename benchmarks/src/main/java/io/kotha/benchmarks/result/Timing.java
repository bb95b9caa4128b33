package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;

/**
 * The times from start to exit of a subject.
 *
 * @param gapMillis idle time before each start, in milliseconds
 * @param rounds one distribution for each interleaved round
 */
public record Timing(SubjectName subject, int gapMillis, List<Distribution> rounds) {

  /** Returns the merged distribution of all rounds. */
  public Distribution all() {
    return Distribution.merge(rounds);
  }
}
