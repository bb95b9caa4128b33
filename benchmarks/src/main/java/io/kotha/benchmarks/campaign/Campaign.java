package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.jmh.JmhFork;
import io.kotha.benchmarks.lineup.Lineup;
import io.kotha.benchmarks.probe.Answer;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.result.Rate;
import io.kotha.benchmarks.result.Results;
import io.kotha.benchmarks.result.Scale;
import io.kotha.benchmarks.result.Setting;
import io.kotha.benchmarks.result.Timing;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A complete run of all measurements on one host. */
public final class Campaign {

  private static final List<SubjectName> SCALED =
      List.of(SubjectName.PROCESS_BUILDER, SubjectName.COLD, SubjectName.POOLED);

  private final Effort effort;
  private final Lineup lineup;
  private final Harvest harvest = new Harvest();

  private Campaign(Effort effort, Lineup lineup) {
    this.effort = effort;
    this.lineup = lineup;
  }

  /**
   * Measures everything, which takes from minutes to an hour.
   *
   * @param effort the extent of the measurements
   * @param command the command line that started the run, for the report
   */
  public static Results run(Effort effort, String command)
      throws IOException, InterruptedException {
    Settings settings = Settings.before(command);
    Progress.say("trying each subject on this host");
    Campaign campaign = new Campaign(effort, Lineup.onThisHost());
    campaign.measure();
    return campaign.results(settings.after());
  }

  private void measure() throws IOException, InterruptedException {
    harvest.leftOut().addAll(lineup.leftOut());
    timings();
    rates();
    scales();
    Singles.measure(effort, lineup.names(), harvest);
  }

  private void timings() throws InterruptedException {
    JmhFork fork = new JmhFork(effort.warmUp(), effort.measured());
    List<TimingTurn> turns = new ArrayList<>();
    for (int gap : Effort.GAPS) {
      lineup.names().stream()
          .filter(name -> !name.isPeer() || effort.gapsOfPeers().contains(gap))
          .forEach(name -> turns.add(new TimingTurn(fork, name, gap)));
    }
    Rounds<TimingTurn, Distribution> rounds = Rounds.run("start to exit", effort.rounds(), turns);
    rounds
        .values()
        .forEach(
            (turn, each) ->
                harvest.timings().add(new Timing(turn.subject(), turn.gapMillis(), each)));
    harvest.leftOut().addAll(rounds.leftOut());
  }

  private void rates() throws InterruptedException {
    JmhFork fork = new JmhFork(effort.rateMeasured().dividedBy(2), effort.rateMeasured());
    List<RateTurn> turns = new ArrayList<>();
    for (int callers : effort.callers()) {
      lineup.names().stream()
          .filter(name -> !name.isPeer() || effort.callersOfPeers().contains(callers))
          .forEach(name -> turns.add(new RateTurn(fork, name, callers)));
    }
    Rounds<RateTurn, Double> rounds = Rounds.run("throughput", effort.rateRounds(), turns);
    rounds
        .values()
        .forEach(
            (turn, each) -> harvest.rates().add(new Rate(turn.subject(), turn.callers(), each)));
    harvest.leftOut().addAll(rounds.leftOut());
  }

  private void scales() throws IOException, InterruptedException {
    List<SubjectName> subjects = SCALED.stream().filter(lineup.names()::contains).toList();
    Path directory = Files.createTempDirectory("kotha-bench-mounts-");
    try {
      ScaleTurns all = new ScaleTurns(effort, subjects, directory);
      harvest.leftOut().addAll(all.leftOut());
      Rounds<ScaleTurn, Answer> rounds = Rounds.run("scale", effort.scaleRounds(), all.turns());
      harvest.leftOut().addAll(rounds.leftOut());
      rounds
          .values()
          .forEach(
              (turn, answers) ->
                  subjects.forEach(subject -> harvest.scales().add(scale(turn, subject, answers))));
    } finally {
      Files.delete(directory);
    }
  }

  private static Scale scale(ScaleTurn turn, SubjectName subject, List<Answer> answers) {
    return new Scale(
        turn.axis(),
        turn.level(),
        subject,
        answers.stream()
            .flatMap(answer -> answer.timed().stream())
            .filter(timed -> timed.subject().equals(subject))
            .map(Answer.Timed::times)
            .toList());
  }

  private Results results(Setting setting) {
    return new Results(
        setting,
        lineup.entrants(),
        harvest.timings(),
        harvest.rates(),
        harvest.scales(),
        harvest.paces(),
        harvest.spreads(),
        harvest.figures(),
        harvest.leftOut());
  }
}
