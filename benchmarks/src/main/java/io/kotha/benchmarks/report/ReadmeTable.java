package io.kotha.benchmarks.report;

import static io.kotha.benchmarks.subject.SubjectName.PROCESS_BUILDER;

import io.kotha.benchmarks.result.Results;
import io.kotha.benchmarks.result.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the README says of a run, in Markdown: a summary, the budgets, when, where and how. */
public final class ReadmeTable {

  private static final int GAP = 10;

  private ReadmeTable() {}

  /** The part of the README that stands between its marks. */
  public static String of(Results results) {
    return "A program that does nothing, start to exit. Measured "
        + results.setting().date()
        + " by `"
        + results.setting().command()
        + "`, all in one run, each in its turn:\n"
        + String.join("; ", results.setting().machine())
        + ".\n\n"
        + table(
            List.of("", "p50", "to `ProcessBuilder`", "p99", GAP + " ms between, p50", "isolation"),
            summary(results))
        + "\n"
        + table(Tables.BUDGET_HEADS, Tables.budgets(results))
        + more(Tables.ALLOCATION_HEADS, Tables.allocations(results))
        + more(List.of("left out", "why"), Tables.leftOut(results));
  }

  private static List<List<String>> summary(Results results) {
    List<List<String>> rows = new ArrayList<>();
    for (Timing timing : Tables.timings(results, 0)) {
      Optional<Timing> idle = results.timing(timing.subject(), GAP);
      rows.add(
          List.of(
              timing.subject().label(),
              Words.p50(timing.all()),
              Tables.against(results, timing, PROCESS_BUILDER),
              Words.p99(timing.all()),
              idle.map(
                      other ->
                          Words.p50(other.all())
                              + " ("
                              + Tables.against(results, other, PROCESS_BUILDER)
                              + ")")
                  .orElse("–"),
              results.entrants().stream()
                  .filter(entrant -> entrant.name().equals(timing.subject()))
                  .map(entrant -> entrant.isolation())
                  .findFirst()
                  .orElse("–")));
    }
    return rows;
  }

  private static String more(List<String> heads, List<List<String>> rows) {
    return rows.isEmpty() ? "" : "\n" + table(heads, rows);
  }

  private static String table(List<String> heads, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(line(heads));
    text.append("|---".repeat(heads.size())).append("|\n");
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| "
        + String.join(
            " | ", cells.stream().map(cell -> cell.replace("|", "\\|").replace('\n', ' ')).toList())
        + " |\n";
  }
}
