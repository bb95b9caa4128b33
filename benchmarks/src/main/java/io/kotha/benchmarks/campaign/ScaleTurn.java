package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.probe.Answer;
import io.kotha.benchmarks.probe.MeasuringJvm;
import io.kotha.benchmarks.probe.ScaleProbe;
import io.kotha.benchmarks.result.Axis;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Start to exit in a JVM, or on a host, of a certain size.
 *
 * @param threads of the JVM, at rest
 * @param rooms of the JVM, live
 */
record ScaleTurn(
    Axis axis,
    String level,
    MeasuringJvm jvm,
    int threads,
    int rooms,
    int runs,
    List<SubjectName> subjects)
    implements Rounds.Turn<Answer> {

  @Override
  public Answer measure() throws IOException, InterruptedException {
    List<Object> arguments = new ArrayList<>(List.of(runs, threads, rooms));
    subjects.stream().map(SubjectName::kind).forEach(arguments::add);
    return jvm.run(ScaleProbe.class, arguments.toArray());
  }

  @Override
  public String label() {
    return axis.label() + ": " + level;
  }
}
