package io.kotha.benchmarks.accuracy;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a program was told to use, and what the room's counter said that it used.
 *
 * @param what it did
 * @param requested the exact amount
 * @param runs one or more
 * @param idle the median of what the same program needs when it is told to use nothing, which is
 *     taken off; 0 where its own account has that in it
 */
record Row(String what, Unit unit, long requested, List<Run> runs, long idle) {

  /**
   * One run.
   *
   * @param used what the program used by its own account
   * @param measured what the room says
   */
  record Run(long used, long measured) {}

  Row {
    runs = List.copyOf(runs);
  }

  /** The column heads that go with {@link #markdown}. */
  static String head(Unit unit) {
    return "| what | told | used | measured | doing nothing | error | worst | "
        + unit.target()
        + " |\n|---|--:|--:|--:|--:|--:|--:|---|\n";
  }

  /** One line of the table. Whether the target is met goes by the worst run. */
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
