package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.jmh.JmhFork;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;

/** A turn that measures the throughput of a subject. */
record RateTurn(JmhFork fork, SubjectName subject, int callers) implements Rounds.Turn<Double> {

  @Override
  public Double measure() throws IOException {
    return fork.perSecond(subject, callers);
  }

  @Override
  public String label() {
    return subject.label() + ", " + callers + " callers";
  }
}
