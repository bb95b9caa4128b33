package io.kotha.benchmarks.budget;

import static io.kotha.benchmarks.subject.SubjectName.COLD;
import static io.kotha.benchmarks.subject.SubjectName.COLD_SHARED_NETWORK;
import static io.kotha.benchmarks.subject.SubjectName.POOLED;
import static io.kotha.benchmarks.subject.SubjectName.PROCESS_BUILDER;

import io.kotha.benchmarks.probe.SetupProbe;
import io.kotha.benchmarks.result.Axis;
import io.kotha.benchmarks.result.Course;
import io.kotha.benchmarks.result.Ratio;
import io.kotha.benchmarks.result.Results;
import io.kotha.benchmarks.result.Timing;
import io.kotha.benchmarks.subject.SubjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The performance budgets. PB is ProcessBuilder's median time from start to exit, in the same run
 * and with the same gap.
 */
public final class Budgets {

  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  private static final double POOLED_BUDGET = 0.35;
  private static final double POOLED_P99_BUDGET = 1.0;
  private static final double COLD_BUDGET = 1.6;
  private static final double SHARED_NETWORK_BUDGET = 1.0;
  private static final double RATE_BUDGET = 0.5;
  private static final int RATE_CALLERS = 8;

  private static final int GAP_MILLIS = 10;
  private static final double GAP_FACTOR =
      1.25; // a tight loop hides the cost of moving a process between cgroups

  private static final double FILTER_MICROS = 150;
  private static final double IDLE_KILOBYTES = 300;
  private static final double OVERSHOOT_MILLIS = 10;

  private final Results results;
  private final List<BudgetRow> rows = new ArrayList<>();

  private Budgets(Results results) {
    this.results = results;
  }

  /** Compares the results with every budget; returns one row for each. */
  public static List<BudgetRow> of(Results results) {
    Budgets budgets = new Budgets(results);
    budgets.times(0, 1);
    budgets.times(GAP_MILLIS, GAP_FACTOR);
    budgets.rate();
    for (Axis axis : Axis.values()) {
      budgets.rows.add(Flatness.row(results, axis));
    }
    for (Course course : Course.values()) {
      budgets.rows.add(Evenness.row(results, course));
    }
    budgets.figure("loading the standard policy, p50", SetupProbe.FILTER, FILTER_MICROS, " µs");
    budgets.figure("memory of an idle pooled room, PSS", "idle.pss", IDLE_KILOBYTES, " kB");
    budgets.figure("Java threads per live room", COLD.kind() + ".threads", 0, "");
    budgets.overshoot("beyond a limit on processor time, p99", "overshoot.cpu");
    budgets.overshoot("beyond a limit on wall time, p99", "overshoot.wall");
    return List.copyOf(budgets.rows);
  }

  private void times(int gap, double factor) {
    time(POOLED, MEDIAN, gap, POOLED_BUDGET * factor);
    time(POOLED, P99, gap, POOLED_P99_BUDGET * factor);
    time(COLD, MEDIAN, gap, COLD_BUDGET * factor);
    time(COLD_SHARED_NETWORK, MEDIAN, gap, SHARED_NETWORK_BUDGET * factor);
  }

  private void time(SubjectName subject, double share, int gap, double budget) {
    String what =
        subject.label()
            + (share == MEDIAN ? ", p50" : ", p99")
            + (gap == 0 ? "" : ", " + gap + " ms between");
    String promise = "≤ " + BudgetRow.number(budget) + " × PB";
    Optional<Timing> timing = results.timing(subject, gap);
    Optional<Timing> base = results.timing(PROCESS_BUILDER, gap);
    if (timing.isEmpty() || base.isEmpty()) {
      rows.add(BudgetRow.missing(what, promise));
      return;
    }
    Ratio ratio = Ratio.of(timing.get().rounds(), share, base.get().rounds(), MEDIAN);
    rows.add(BudgetRow.of(what, promise, words(ratio), ratio.value() <= budget));
  }

  private void rate() {
    String what = COLD.label() + ", " + RATE_CALLERS + " callers, per second";
    String promise = "≥ " + BudgetRow.number(RATE_BUDGET) + " × PB's rate";
    rows.add(
        results
            .rate(COLD, RATE_CALLERS)
            .flatMap(
                rate ->
                    results
                        .rate(PROCESS_BUILDER, RATE_CALLERS)
                        .map(
                            base -> {
                              double ratio = rate.mean() / base.mean();
                              return BudgetRow.of(
                                  what,
                                  promise,
                                  BudgetRow.number(ratio)
                                      + " × ("
                                      + BudgetRow.number(rate.mean())
                                      + " of "
                                      + BudgetRow.number(base.mean())
                                      + ")",
                                  ratio >= RATE_BUDGET);
                            }))
            .orElseGet(() -> BudgetRow.missing(what, promise)));
  }

  private void figure(String what, String key, double budget, String unit) {
    String promise = budget == 0 ? "0" : "≤ " + BudgetRow.number(budget) + unit;
    rows.add(
        results
            .figure(key)
            .map(
                figure ->
                    BudgetRow.of(
                        what,
                        promise,
                        BudgetRow.number(figure.value()) + unit,
                        figure.value() <= budget))
            .orElseGet(() -> BudgetRow.missing(what, promise)));
  }

  private void overshoot(String what, String key) {
    String promise = "≤ " + BudgetRow.number(OVERSHOOT_MILLIS) + " ms";
    rows.add(
        results
            .spread(key)
            .map(spread -> spread.times().millis(P99))
            .map(
                p99 ->
                    BudgetRow.of(
                        what, promise, BudgetRow.number(p99) + " ms", p99 <= OVERSHOOT_MILLIS))
            .orElseGet(() -> BudgetRow.missing(what, promise)));
  }

  private static String words(Ratio ratio) {
    return BudgetRow.number(ratio.value())
        + " × (single rounds "
        + BudgetRow.number(ratio.low())
        + " to "
        + BudgetRow.number(ratio.high())
        + ")";
  }
}
