package io.kotha.benchmarks.result;

import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;

/**
 * From start to exit, when something about the host or the JVM is small or large.
 *
 * @param axis what is varied
 * @param level how much of it there is
 */
public record Scale(Axis axis, String level, SubjectName subject, List<Distribution> rounds) {

  /** Of all rounds. */
  public Distribution all() {
    return Distribution.merge(rounds);
  }
}
