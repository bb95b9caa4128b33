package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;

/**
 * How many programs were started and ended in a second.
 *
 * @param callers threads that started them
 * @param perSecond one for each round
 */
public record Rate(SubjectName subject, int callers, List<Double> perSecond) {

  /** Over all rounds. */
  public double mean() {
    return perSecond.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
