package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.probe.AllocationProbe;
import io.kotha.benchmarks.probe.Answer;
import io.kotha.benchmarks.probe.CpuProbe;
import io.kotha.benchmarks.probe.IdleProbe;
import io.kotha.benchmarks.probe.MeasuringJvm;
import io.kotha.benchmarks.probe.OvershootProbe;
import io.kotha.benchmarks.probe.PingPongProbe;
import io.kotha.benchmarks.probe.SetupProbe;
import io.kotha.benchmarks.probe.StreamProbe;
import io.kotha.benchmarks.probe.TeardownProbe;
import io.kotha.benchmarks.probe.ThreadProbe;
import io.kotha.benchmarks.result.Course;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.result.LeftOut;
import io.kotha.benchmarks.result.Spread;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The measurements that are made once, each in a new JVM. */
final class Singles {

  private static final List<SubjectName> ALLOCATING =
      List.of(SubjectName.PROCESS_BUILDER, SubjectName.COLD, SubjectName.POOLED);

  private final Effort effort;
  private final List<SubjectName> names;
  private final Harvest harvest;

  private Singles(Effort effort, List<SubjectName> names, Harvest harvest) {
    this.effort = effort;
    this.names = names;
    this.harvest = harvest;
  }

  static void measure(Effort effort, List<SubjectName> names, Harvest harvest)
      throws InterruptedException {
    Singles singles = new Singles(effort, names, harvest);
    singles.firstUses();
    singles.teardown();
    singles.ask("parts of the setup", SetupProbe.class, effort.runs());
    singles.ask("memory of idle rooms", IdleProbe.class, effort.idleRooms());
    singles.ask("threads and descriptors", ThreadProbe.class, effort.idleRooms());
    singles.overshoot();
    singles.cpu();
    singles.allocations();
    singles.pipes();
  }

  private void firstUses() throws InterruptedException {
    List<FirstUseTurn> turns =
        Stream.of(SubjectName.PROCESS_BUILDER, SubjectName.COLD)
            .filter(names::contains)
            .map(FirstUseTurn::new)
            .toList();
    Rounds<FirstUseTurn, Distribution> rounds = Rounds.run("first use", effort.firstUses(), turns);
    harvest.leftOut().addAll(rounds.leftOut());
    rounds
        .values()
        .forEach(
            (turn, each) ->
                add(
                    "first." + turn.subject().kind(),
                    "the first start in a JVM: " + turn.label(),
                    Distribution.merge(each)));
  }

  private void teardown() throws InterruptedException {
    Object[] arguments = {
      effort.runs(), SubjectName.COLD.kind(), SubjectName.COLD_SHARED_NETWORK.kind()
    };
    for (Answer.Timed timed : timed("teardown", TeardownProbe.class, arguments)) {
      add(
          "teardown." + timed.subject().kind(),
          "from exit observed to nothing left: " + timed.subject().label(),
          timed.times());
    }
  }

  private void overshoot() throws InterruptedException {
    for (Answer.Timed timed : timed("overshoot of limits", OvershootProbe.class, effort.runs())) {
      add(
          timed.subject().kind(),
          timed.subject().equals(OvershootProbe.CPU)
              ? "beyond a limit on processor time"
              : "beyond a limit on wall time",
          timed.times());
    }
  }

  private void cpu() throws InterruptedException {
    for (SubjectName name : names) {
      int runs = name.isPeer() ? effort.cpuRunsOfPeers() : effort.cpuRuns();
      ask("processor time: " + name.label(), name, CpuProbe.class, runs, name.kind());
    }
  }

  private void allocations() throws InterruptedException {
    for (SubjectName name : ALLOCATING) {
      MeasuringJvm jvm = new MeasuringJvm(List.of(), AllocationProbe.FLAGS);
      ask(
          "what the JVM allocates: " + name.label(),
          name,
          jvm,
          AllocationProbe.class,
          effort.runs(),
          name.kind());
    }
  }

  private void pipes() throws InterruptedException {
    ask("streams", StreamProbe.class, effort.streamRounds());
    for (Course course : List.of(Course.PING_PONG, Course.PING_PONG_PINNED)) {
      ask(course.label(), PingPongProbe.class, effort.exchangeRounds(), course.name());
    }
  }

  private List<Answer.Timed> timed(String what, Class<?> probe, Object... arguments)
      throws InterruptedException {
    return ask(what, probe, arguments).map(Answer::timed).orElse(List.of());
  }

  private Optional<Answer> ask(String what, Class<?> probe, Object... arguments)
      throws InterruptedException {
    return ask(what, SubjectName.COLD, probe, arguments);
  }

  private Optional<Answer> ask(String what, SubjectName needs, Class<?> probe, Object... arguments)
      throws InterruptedException {
    return ask(what, needs, new MeasuringJvm(List.of(), needs.jvmFlags()), probe, arguments);
  }

  private Optional<Answer> ask(
      String what, SubjectName needs, MeasuringJvm jvm, Class<?> probe, Object... arguments)
      throws InterruptedException {
    if (!names.contains(needs)) {
      harvest.leftOut().add(new LeftOut(what, needs.label() + " cannot run on this host"));
      return Optional.empty();
    }
    Progress.say(what);
    try {
      Answer answer = jvm.run(probe, arguments);
      harvest.figures().addAll(answer.figures());
      harvest.paces().addAll(answer.paces());
      return Optional.of(answer);
    } catch (IOException e) {
      harvest.leftOut().add(new LeftOut(what, LeftOut.reason(e)));
      return Optional.empty();
    }
  }

  private void add(String key, String what, Distribution times) {
    harvest.spreads().add(new Spread(key, what, times));
  }
}
