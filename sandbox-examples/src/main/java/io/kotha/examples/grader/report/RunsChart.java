package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.CaseResult;
import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.html.Html;
import java.time.Duration;
import java.util.List;

/**
 * A chart of all runs of a problem: a row for each submission, a dot for each test case at its CPU
 * time. The scale is logarithmic, because most runs take milliseconds and some reach the limit.
 */
final class RunsChart {

  private static final int WIDTH = 960;
  private static final int LABELS = 250;
  private static final int ROW = 20;
  private static final int TOP = 26;
  private static final int MAX_LABEL = 38;

  /** The left end of the scale. */
  private static final double LEAST_MILLIS = 1;

  private final double mostMillis;
  private final Html html = new Html();

  private RunsChart(Duration limit) {
    this.mostMillis = Math.max(10, limit.toMillis() * 2.5);
  }

  static Html of(List<SubmissionResult> results, Duration limit) {
    return new RunsChart(limit).draw(results, limit);
  }

  private Html draw(List<SubmissionResult> results, Duration limit) {
    int height = TOP + ROW * results.size() + 8;
    html.markup(
        "<svg class=\"runs\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-label=\"CPU time of each run\">\n",
        WIDTH, height);
    for (double millis = 1; millis <= mostMillis; millis *= 10) {
      double x = x(millis);
      html.markup(
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
              + "<text class=\"tick\" x=\"%.1f\" y=\"14\">%s</text>\n",
          x, x, TOP - 6, height - 8, x, label(millis));
    }
    for (int i = 0; i < results.size(); i++) {
      row(results.get(i), TOP + ROW * i + ROW / 2);
    }
    double x = x(limit.toNanos() / 1e6);
    html.markup(
        "<line class=\"limit\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
            + "<text class=\"limit\" x=\"%.1f\" y=\"14\">limit</text>\n</svg>\n",
        x, x, TOP - 6, height - 8, x);
    return html;
  }

  private void row(SubmissionResult result, int y) {
    html.markup(
        "<text class=\"label\" x=\"%d\" y=\"%d\"><title>%s</title>%s</text>"
            + "<line class=\"row\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n",
        LABELS - 12,
        y + 4,
        result.submission(),
        shortened(result.submission()),
        LABELS,
        WIDTH - 10,
        y,
        y);
    for (CaseResult test : result.cases()) {
      if (test.cpu().isPresent()) {
        html.markup(
            "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%d\" r=\"5\"><title>%s</title></circle>\n",
            test.judgement().name(),
            x(test.cpu().get().toNanos() / 1e6),
            y,
            test.name() + ": " + test.judgement() + ", " + Figures.time(test.cpu()));
      }
    }
  }

  private double x(double millis) {
    double least = Math.log10(LEAST_MILLIS);
    double share =
        (Math.log10(Math.max(millis, LEAST_MILLIS)) - least) / (Math.log10(mostMillis) - least);
    return LABELS + Math.min(1, share) * (WIDTH - LABELS - 16);
  }

  private static String label(double millis) {
    return millis < 1000
        ? Figures.format("%.0f ms", millis)
        : Figures.format("%.0f s", millis / 1000);
  }

  private static String shortened(String name) {
    return name.length() <= MAX_LABEL ? name : "…" + name.substring(name.length() - MAX_LABEL + 1);
  }
}
