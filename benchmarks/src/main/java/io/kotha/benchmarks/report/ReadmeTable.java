package io.kotha.benchmarks.report;

import static io.kotha.benchmarks.subject.SubjectName.PROCESS_BUILDER;

import io.kotha.benchmarks.accuracy.Page;
import io.kotha.benchmarks.result.Results;
import io.kotha.benchmarks.result.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The measured parts of the documentation: the README's table, every table, and the picture. */
public final class ReadmeTable {

  private static final int GAP = 10;

  private static final String SVG = "<svg ";
  private static final String SVG_NAMESPACE = "<svg xmlns=\"http://www.w3.org/2000/svg\" ";

  /** An image has no style sheet but its own, and its page may be light or dark. */
  private static final String STYLE =
      """
      <style>
      text { fill: #57606a; font: 13px system-ui, sans-serif; }
      .label, .value { fill: #24292f; } .label { text-anchor: end; } .tick { text-anchor: middle; }
      .grid { stroke: #d0d7de; } .whisker { stroke: #57606a; stroke-width: 1.5; fill: #57606a; }
      .KOTHA { fill: #2e8b57; } .JDK { fill: #2d78c8; } .PEER { fill: #c9a86a; }
      @media (prefers-color-scheme: dark) {
        text { fill: #9198a1; } .label, .value { fill: #f0f6fc; } .grid { stroke: #3d444d; }
        .whisker { stroke: #9198a1; fill: #9198a1; }
        .KOTHA { fill: #4cb47a; } .JDK { fill: #62a4ea; } .PEER { fill: #b08d4f; }
      }
      </style>
      """;

  /** An image shows no tooltips, and the table above it has no 90th percentile. */
  private static final String NOT_IN_IMAGE = "<title>[^<]*</title>|<circle[^>]*/>";

  private ReadmeTable() {}

  /**
   * Writes the short table into the README, and every table and the picture into the {@code docs}
   * directory beside it.
   */
  public static void write(Path readme, Results results) throws IOException {
    Page.replace(readme, shortTable(results));
    Page.replace(readme.resolveSibling("docs/performance.md"), of(results));
    Path images = Files.createDirectories(readme.resolveSibling("docs/img"));
    Files.writeString(images.resolve("start-to-exit.svg"), picture(results));
  }

  /** Start to exit, for the README. */
  static String shortTable(Results results) {
    return heading(results)
        + table(
            List.of("", "p50", "relative to `ProcessBuilder`", "p99"),
            summary(results).stream().map(row -> row.subList(0, 4)).toList());
  }

  /** Every table, for {@code docs/performance.md}. */
  static String of(Results results) {
    return heading(results)
        + table(
            List.of(
                "",
                "p50",
                "relative to `ProcessBuilder`",
                "p99",
                "p50, " + GAP + " ms between starts",
                "isolation"),
            summary(results))
        + "\n"
        + table(Tables.BUDGET_HEADS, Tables.budgets(results))
        + more(Tables.ALLOCATION_HEADS, Tables.allocations(results))
        + more(List.of("left out", "why"), Tables.leftOut(results));
  }

  /** The medians as bars, with lines to the 99th percentile: an SVG file of its own. */
  static String picture(Results results) {
    return image(Tables.timings(results, 0).stream().map(HtmlReport::range).toList());
  }

  private static String image(List<RangeChart.Row> rows) {
    String chart = RangeChart.of(rows).toString().replaceAll(NOT_IN_IMAGE, "");
    int afterTag = chart.indexOf('\n') + 1;
    return chart.substring(0, afterTag).replace(SVG, SVG_NAMESPACE)
        + STYLE
        + chart.substring(afterTag);
  }

  private static String heading(Results results) {
    return "Start to exit of a program that does nothing. Measured "
        + results.setting().date()
        + " with `"
        + results.setting().command()
        + "`, all rows in one run, in turns: "
        + String.join("; ", results.setting().machine())
        + ".\n\n";
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
