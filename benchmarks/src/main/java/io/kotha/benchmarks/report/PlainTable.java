package io.kotha.benchmarks.report;

import io.kotha.benchmarks.result.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Plain text tables for a terminal. */
public final class PlainTable {

  private PlainTable() {}

  /** Renders the budgets with their outcomes. */
  public static String budgets(Results results) {
    return of(Tables.BUDGET_HEADS, Tables.budgets(results));
  }

  static String of(List<String> heads, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(List.of(heads));
    all.addAll(rows);
    int[] widths =
        IntStream.range(0, heads.size())
            .map(i -> all.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(String.format(Locale.ROOT, "%-" + Math.max(1, widths[i]) + "s  ", row.get(i)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
