package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.jmh.JmhFork;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;

/** A turn that measures a subject from start to exit. */
record TimingTurn(JmhFork fork, SubjectName subject, int gapMillis)
    implements Rounds.Turn<Distribution> {

  @Override
  public Distribution measure() throws IOException {
    return fork.startToExit(subject, gapMillis);
  }

  @Override
  public String label() {
    return subject.label() + (gapMillis == 0 ? ", no gap" : ", " + gapMillis + " ms between");
  }
}
