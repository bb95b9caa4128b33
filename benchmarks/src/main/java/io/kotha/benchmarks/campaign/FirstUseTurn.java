package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.probe.Answer;
import io.kotha.benchmarks.probe.FirstUseProbe;
import io.kotha.benchmarks.probe.MeasuringJvm;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;

/** A turn that measures the first start of a subject in a new JVM. */
record FirstUseTurn(SubjectName subject) implements Rounds.Turn<Distribution> {

  @Override
  public Distribution measure() throws IOException, InterruptedException {
    Answer answer = MeasuringJvm.plain().run(FirstUseProbe.class, subject.kind());
    return answer.timed().get(0).times();
  }

  @Override
  public String label() {
    return subject.label();
  }
}
