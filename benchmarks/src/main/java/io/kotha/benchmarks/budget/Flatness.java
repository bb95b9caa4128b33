package io.kotha.benchmarks.budget;

import static io.kotha.benchmarks.subject.SubjectName.COLD;
import static io.kotha.benchmarks.subject.SubjectName.POOLED;
import static io.kotha.benchmarks.subject.SubjectName.PROCESS_BUILDER;

import io.kotha.benchmarks.result.Axis;
import io.kotha.benchmarks.result.Results;
import io.kotha.benchmarks.result.Scale;
import io.kotha.benchmarks.subject.SubjectName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The budget of scaling: the time from start to exit must not grow with an axis. */
final class Flatness {

  private static final double MEDIAN = 0.5;
  private static final double TOLERANCE = 0.15;
  private static final double PER_CENT = 100;

  private Flatness() {}

  static BudgetRow row(Results results, Axis axis) {
    List<Scale> levels = results.scale(axis, COLD);
    String promise = String.format(Locale.ROOT, "flat within %.0f %%", TOLERANCE * PER_CENT);
    Optional<Double> cold = growth(levels);
    Optional<Double> pooled = growth(results.scale(axis, POOLED));
    if (cold.isEmpty() || pooled.isEmpty()) {
      return BudgetRow.missing("cost against " + axis.label(), promise);
    }
    String what =
        axis.label()
            + ", "
            + levels.get(0).level()
            + " to "
            + levels.get(levels.size() - 1).level();
    String measured =
        percent(COLD, cold)
            + percent(POOLED, pooled)
            + percent(PROCESS_BUILDER, growth(results.scale(axis, PROCESS_BUILDER)));
    return BudgetRow.of(
        "cost against " + what,
        promise,
        measured.strip(),
        cold.get() <= TOLERANCE && pooled.get() <= TOLERANCE);
  }

  /** Returns the relative growth of the median from the first level to the last; 0 if equal. */
  private static Optional<Double> growth(List<Scale> levels) {
    if (levels.size() < 2) {
      return Optional.empty();
    }
    Scale small = levels.get(0);
    Scale large = levels.get(levels.size() - 1);
    return Optional.of(large.all().millis(MEDIAN) / small.all().millis(MEDIAN) - 1);
  }

  private static String percent(SubjectName subject, Optional<Double> growth) {
    String name =
        subject.equals(COLD) ? "cold" : subject.equals(POOLED) ? "; pooled" : "; PB itself";
    return growth
        .map(value -> String.format(Locale.ROOT, "%s %+.0f %%", name, value * PER_CENT))
        .orElse("");
  }
}
