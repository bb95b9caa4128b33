package io.kotha.benchmarks.report;

import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.result.Results;
import io.kotha.benchmarks.result.Timing;
import io.kotha.benchmarks.subject.SubjectName;
import io.kotha.examples.html.Html;
import java.io.IOException;
import java.util.List;

/** The results of a run as one HTML page. */
public final class HtmlReport {

  private static final int GAP = 10;

  private final Results results;
  private final Html body = new Html();

  private HtmlReport(Results results) {
    this.results = results;
  }

  /** Renders the page. */
  public static String of(Results results) throws IOException {
    HtmlReport report = new HtmlReport(results);
    report.budgets();
    report.timings("Start to exit, without idle time", 0);
    report.timings("Start to exit, " + GAP + " ms idle before each", GAP);
    report.isolations();
    report.body.add(ScaleSections.rates(results)).add(ScaleSections.scales(results));
    report.table(
        "Other costs",
        "Pipes, memory, first use, teardown, CPU time, threads, allocation by the JVM.",
        List.of("what", "figure", ""),
        Tables.figures(results));
    report.table(
        "Left out",
        "Measurements that could not be made on this host, with the reason.",
        List.of("what", "why"),
        Tables.leftOut(results));
    return Page.of("What a room costs", results.setting(), report.body);
  }

  private void budgets() {
    table(
        "Budgets",
        "PB is ProcessBuilder's median time from start to exit of an empty program, in this run and"
            + " with the same gap.",
        Tables.BUDGET_HEADS,
        Tables.budgets(results));
  }

  private void timings(String title, int gap) {
    body.markup("<section>\n<h2>%s</h2>\n", title);
    body.markup(
        "<p>Bars end at the median; lines extend to the 99th percentile, with a dot at the 90th."
            + " The scale is logarithmic.</p>\n");
    body.add(RangeChart.of(Tables.timings(results, gap).stream().map(HtmlReport::range).toList()));
    body.add(Page.table(Tables.TIMING_HEADS, Tables.timingRows(results, gap)));
    body.markup("</section>\n");
  }

  static RangeChart.Row range(Timing timing) {
    Distribution all = timing.all();
    return new RangeChart.Row(
        timing.subject().label(),
        all.millis(0.5),
        all.millis(0.9),
        all.millis(0.99),
        kind(timing.subject()));
  }

  private static RangeChart.Kind kind(SubjectName subject) {
    return subject.isPeer()
        ? RangeChart.Kind.PEER
        : subject.label().startsWith("Kotha") ? RangeChart.Kind.KOTHA : RangeChart.Kind.JDK;
  }

  private void isolations() {
    body.markup("<section>\n<h2>Compared isolation</h2>\n");
    body.markup(
        "<p>Each subject was configured to be as similar to a full room as it can. The isolation"
            + " was read from the kernel while a program ran, not from the flags.</p>\n");
    body.add(Page.table(Tables.PEER_HEADS, Tables.isolations(results)));
    body.add(Page.table(Tables.COMMAND_HEADS, Tables.commands(results)));
    body.markup("</section>\n");
  }

  private void table(String title, String about, List<String> heads, List<List<String>> rows) {
    body.markup("<section>\n<h2>%s</h2>\n<p>%s</p>\n", title, about);
    body.add(Page.table(heads, rows));
    body.markup("</section>\n");
  }
}
