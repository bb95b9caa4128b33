package io.kotha.benchmarks.report;

import static io.kotha.benchmarks.subject.SubjectName.COLD;
import static io.kotha.benchmarks.subject.SubjectName.POOLED;
import static io.kotha.benchmarks.subject.SubjectName.PROCESS_BUILDER;

import io.kotha.benchmarks.budget.BudgetRow;
import io.kotha.benchmarks.budget.Budgets;
import io.kotha.benchmarks.probe.AllocationProbe;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.result.Entrant;
import io.kotha.benchmarks.result.Figure;
import io.kotha.benchmarks.result.Pace;
import io.kotha.benchmarks.result.Quartiles;
import io.kotha.benchmarks.result.Ratio;
import io.kotha.benchmarks.result.Results;
import io.kotha.benchmarks.result.Timing;
import io.kotha.benchmarks.subject.SubjectName;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The results as rows of cells, independent of the output format. */
final class Tables {

  static final List<String> BUDGET_HEADS = List.of("what", "budget", "measured", "outcome");
  static final List<String> TIMING_HEADS =
      List.of("start to exit", "p50", "p90", "p99", "starts", "to ProcessBuilder's", "rounds");
  static final List<String> PEER_HEADS =
      List.of(
          "program",
          "isolation that it really gave",
          "p50",
          "to a cold full room's",
          "to a pooled room's",
          "to ProcessBuilder's");
  static final List<String> ALLOCATION_HEADS =
      List.of("bytes allocated per start", "by the caller's thread", "by all threads of the JVM");
  static final List<String> COMMAND_HEADS = List.of("program", "version", "how it is used");

  private Tables() {}

  static List<List<String>> budgets(Results results) {
    return Budgets.of(results).stream().map(Tables::row).toList();
  }

  private static List<String> row(BudgetRow row) {
    return List.of(row.what(), row.budget(), row.measured(), row.outcome().words());
  }

  /** Returns the timings with this gap, the fastest first. */
  static List<Timing> timings(Results results, int gapMillis) {
    return results.timings().stream()
        .filter(timing -> timing.gapMillis() == gapMillis)
        .sorted(Comparator.comparing(timing -> timing.all().millis(0.5)))
        .toList();
  }

  static List<List<String>> timingRows(Results results, int gapMillis) {
    return timings(results, gapMillis).stream().map(timing -> timingRow(results, timing)).toList();
  }

  private static List<String> timingRow(Results results, Timing timing) {
    Distribution all = timing.all();
    String rounds =
        results
            .timing(PROCESS_BUILDER, timing.gapMillis())
            .map(base -> Ratio.ofMedians(timing, base))
            .map(ratio -> Words.number(ratio.low()) + " to " + Words.number(ratio.high()))
            .orElse("–");
    return List.of(
        timing.subject().label(),
        Words.p50(all),
        Words.p90(all),
        Words.p99(all),
        Long.toString(all.count()),
        against(results, timing, PROCESS_BUILDER),
        rounds);
  }

  /** Returns every subject with its observed isolation. */
  static List<List<String>> isolations(Results results) {
    return results.entrants().stream()
        .flatMap(
            entrant ->
                results.timing(entrant.name(), 0).stream()
                    .map(timing -> isolation(results, entrant, timing)))
        .toList();
  }

  private static List<String> isolation(Results results, Entrant entrant, Timing timing) {
    return List.of(
        entrant.name().label(),
        entrant.isolation(),
        Words.p50(timing.all()),
        against(results, timing, COLD),
        against(results, timing, POOLED),
        against(results, timing, PROCESS_BUILDER));
  }

  /** Returns the ratio of this median to another subject's. */
  static String against(Results results, Timing timing, SubjectName other) {
    return results
        .timing(other, timing.gapMillis())
        .map(base -> Words.times(Ratio.ofMedians(timing, base).value()))
        .orElse("–");
  }

  static List<List<String>> commands(Results results) {
    return results.entrants().stream()
        .map(entrant -> List.of(entrant.name().label(), entrant.version(), entrant.command()))
        .toList();
  }

  /** Returns the paces, spreads and figures. */
  static List<List<String>> figures(Results results) {
    return Stream.of(
            results.paces().stream().map(Tables::pace),
            results.spreads().stream()
                .map(
                    spread ->
                        List.of(
                            spread.what(),
                            Words.p50(spread.times()),
                            "p99 " + Words.p99(spread.times()) + " of " + spread.times().count())),
            results.figures().stream().map(figure -> List.of(figure.what(), figure(figure), "")))
        .flatMap(Function.identity())
        .toList();
  }

  private static List<String> pace(Pace pace) {
    Quartiles all = pace.all();
    return List.of(
        pace.course().label() + ": " + pace.subject().label(),
        Words.number(all.median()) + " " + pace.course().unit(),
        "half of the rounds " + Words.number(all.lower()) + " to " + Words.number(all.upper()));
  }

  /** Returns the allocations of the subjects for which they were measured. */
  static List<List<String>> allocations(Results results) {
    return SubjectName.own().stream()
        .flatMap(
            name ->
                results
                    .figure(AllocationProbe.byCaller(name))
                    .flatMap(
                        caller ->
                            results
                                .figure(AllocationProbe.byAll(name))
                                .map(all -> List.of(name.label(), figure(caller), figure(all))))
                    .stream())
        .toList();
  }

  private static String figure(Figure figure) {
    return (Words.number(figure.value()) + " " + figure.unit()).strip();
  }

  static List<List<String>> leftOut(Results results) {
    return results.leftOut().stream().map(one -> List.of(one.what(), one.why())).toList();
  }
}
