package io.kotha.benchmarks.report;

import io.kotha.examples.html.Html;
import java.util.List;
import java.util.stream.DoubleStream;

/** A chart with one line for each series, on a linear scale from zero. */
final class LineChart {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 260;
  private static final int LEFT = 70;
  private static final int RIGHT = 16;
  private static final int TOP = 12;
  private static final int FLOOR = 212;
  private static final int MOST_LABELS = 12;
  private static final int STEPS = 4;

  private final List<String> labels;
  private final List<Series> series;
  private final double most;

  /**
   * A line of the chart.
   *
   * @param values one value for each label, from the left
   */
  record Series(String name, List<Double> values) {}

  private LineChart(List<String> labels, List<Series> series) {
    this.labels = labels;
    this.series = series;
    this.most =
        ceiling(
            series.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1));
  }

  /**
   * Draws the chart.
   *
   * @param labels the labels of the horizontal axis
   */
  static Html of(List<String> labels, List<Series> series) {
    return new LineChart(labels, series).draw();
  }

  private Html draw() {
    Html svg = new Html();
    svg.markup("<svg viewBox=\"0 0 %d %d\" role=\"img\">\n", WIDTH, HEIGHT);
    for (int i = 0; i <= STEPS; i++) {
      double value = most * i / STEPS;
      svg.markup(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
              + "<text class=\"axis\" x=\"%d\" y=\"%.1f\">%s</text>\n",
          LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 8, y(value) + 4, Words.number(value));
    }
    int every = (labels.size() + MOST_LABELS - 1) / MOST_LABELS;
    for (int i = 0; i < labels.size(); i += every) {
      svg.markup(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\">%s</text>\n", x(i), FLOOR + 18, labels.get(i));
    }
    for (int i = 0; i < series.size(); i++) {
      line(svg, series.get(i), i);
    }
    return svg.markup("</svg>\n");
  }

  private void line(Html svg, Series line, int number) {
    svg.markup("<g class=\"s%d\"><title>%s</title><polyline points=\"", number % 8, line.name());
    for (int i = 0; i < line.values().size(); i++) {
      svg.markup("%.1f,%.1f ", x(i), y(line.values().get(i)));
    }
    svg.markup("\"/>");
    for (int i = 0; i < line.values().size(); i++) {
      svg.markup(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"><title>%s</title></circle>",
          x(i),
          y(line.values().get(i)),
          line.name() + ", " + labels.get(i) + ": " + Words.number(line.values().get(i)));
    }
    double legend = LEFT + 4 + number * (double) (WIDTH - LEFT) / Math.max(series.size(), 4);
    svg.markup(
        "<rect x=\"%.1f\" y=\"%d\" width=\"14\" height=\"4\"/><text x=\"%.1f\" y=\"%d\">%s</text></g>\n",
        legend, HEIGHT - 14, legend + 20, HEIGHT - 8, line.name());
  }

  private double x(int i) {
    return LEFT + 14 + (double) i * (WIDTH - LEFT - RIGHT - 28) / Math.max(1, labels.size() - 1);
  }

  private double y(double value) {
    return FLOOR - value / most * (FLOOR - TOP);
  }

  private static double ceiling(double largest) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(largest, 1e-9))));
    return DoubleStream.of(1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
        .map(step -> step * power)
        .filter(step -> step >= largest)
        .findFirst()
        .orElse(10 * power);
  }
}
