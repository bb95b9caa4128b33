package io.kotha.benchmarks.report;

import io.kotha.examples.html.Html;
import java.util.List;

/**
 * A chart of times: for each subject a bar to its median and a line to its 99th percentile. The
 * scale is logarithmic, because the slowest takes many times as long as the fastest.
 */
final class RangeChart {

  private static final int WIDTH = 900;
  private static final int LEFT = 250;
  private static final int RIGHT = 70;
  private static final int ROW = 26;
  private static final int TOP = 8;
  private static final int FOOT = 24;
  private static final double DECADE = 10;

  private final List<Row> rows;
  private final double least;
  private final double most;

  /**
   * A row of the chart; times are in milliseconds.
   *
   * @param kind the kind of subject, which determines the colour
   */
  record Row(String label, double p50, double p90, double p99, Kind kind) {}

  /** The kind of a row's subject. */
  enum Kind {
    KOTHA,
    JDK,
    PEER
  }

  private RangeChart(List<Row> rows) {
    this.rows = rows;
    least = decadeBelow(rows.stream().mapToDouble(Row::p50).min().orElse(1));
    most = Math.max(least * DECADE, rows.stream().mapToDouble(Row::p99).max().orElse(1) * 1.1);
  }

  static Html of(List<Row> rows) {
    return new RangeChart(rows).draw();
  }

  private Html draw() {
    Html svg = new Html();
    int height = TOP + ROW * rows.size() + FOOT;
    svg.markup("<svg viewBox=\"0 0 %d %d\" role=\"img\">\n", WIDTH, height);
    for (double decade = least; decade <= most * 1.001; decade *= DECADE) {
      for (int step : new int[] {1, 2, 5}) {
        if (decade * step <= most) {
          tick(svg, decade * step, height);
        }
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      row(svg, rows.get(i), TOP + ROW * i);
    }
    return svg.markup("</svg>\n");
  }

  private void tick(Html svg, double millis, int height) {
    svg.markup(
        "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
            + "<text class=\"tick\" x=\"%.1f\" y=\"%d\">%s</text>\n",
        x(millis), x(millis), TOP, height - FOOT, x(millis), height - 6, Words.millis(millis));
  }

  private void row(Html svg, Row row, int y) {
    String kind = row.kind().name();
    double middle = y + ROW / 2.0;
    svg.markup(
        "<text class=\"label\" x=\"%d\" y=\"%.1f\">%s</text>", LEFT - 10, middle + 4, row.label());
    svg.markup(
        "<g><title>%s</title><rect class=\"%s\" x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\""
            + " rx=\"3\"/>",
        row.label()
            + ": p50 "
            + Words.millis(row.p50())
            + ", p90 "
            + Words.millis(row.p90())
            + ", p99 "
            + Words.millis(row.p99()),
        kind,
        LEFT,
        y + 5.0,
        Math.max(1, x(row.p50()) - LEFT),
        ROW - 10);
    svg.markup(
        "<line class=\"whisker\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
            + "<circle class=\"whisker\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/></g>",
        x(row.p50()), x(row.p99()), middle, middle, x(row.p90()), middle);
    svg.markup(
        "<text class=\"value\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
        x(row.p99()) + 6, middle + 4, Words.millis(row.p50()));
  }

  private double x(double millis) {
    double share = Math.log(millis / least) / Math.log(most / least);
    return LEFT + Math.max(0, share) * (WIDTH - LEFT - RIGHT);
  }

  private static double decadeBelow(double millis) {
    return Math.pow(DECADE, Math.floor(Math.log10(Math.max(millis, 0.001))));
  }
}
