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
 * A turn that measures start to exit at one level of an axis.
 *
 * @param threads number of parked threads in the JVM
 * @param rooms number of other live rooms of the JVM
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
