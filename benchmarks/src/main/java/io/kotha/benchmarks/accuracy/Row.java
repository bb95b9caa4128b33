package io.kotha.benchmarks.accuracy;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A row of a table: the amount that a program used, and the room's figure.
 *
 * @param what the program's description
 * @param requested the amount that the program was asked to use
 * @param runs one or more runs
 * @param idle the median of the room's figure when the program is asked to use nothing, which is
 *     subtracted; 0 if the program's own account includes it
 */
record Row(String what, Unit unit, long requested, List<Run> runs, long idle) {

  /**
   * A run.
   *
   * @param used the amount that the program used by its own account
   * @param measured the room's figure
   */
  record Run(long used, long measured) {}

  Row {
    runs = List.copyOf(runs);
  }

  /** Returns the column heads for {@link #markdown}. */
  static String head(Unit unit) {
    return "| what | told | used | measured | doing nothing | error | worst | "
        + unit.target()
        + " |\n|---|--:|--:|--:|--:|--:|--:|---|\n";
  }

  /** Returns the row in Markdown. The target is met if the worst run meets it. */
  String markdown() {
    return "| "
        + String.join(
            " | ",
            what,
            unit.write(requested),
            unit.write(median(runs, Run::used)),
            unit.write(median(runs, Run::measured)),
            idle == 0 ? "–" : unit.write(idle),
            unit.writeError(median(runs, this::error)),
            unit.writeError(worst()),
            unit.isWithin(worst(), requested) ? "met" : "**not met**")
        + " |\n";
  }

  static <T> long median(List<T> all, ToLongFunction<T> figure) {
    return all.stream().mapToLong(figure).sorted().skip(all.size() / 2).findFirst().orElseThrow();
  }

  private long worst() {
    return runs.stream()
        .map(this::error)
        .max((a, b) -> Long.compare(Math.abs(a), Math.abs(b)))
        .orElseThrow();
  }

  private long error(Run run) {
    return run.measured() - idle - run.used();
  }
}
