package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;

/**
 * The throughput of a subject in programs per second.
 *
 * @param callers number of concurrent caller threads
 * @param perSecond the throughput of each round
 */
public record Rate(SubjectName subject, int callers, List<Double> perSecond) {

  /** Returns the mean of all rounds. */
  public double mean() {
    return perSecond.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
