package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.CaseResult;
import io.kotha.examples.html.Html;
import io.kotha.sandbox.MemorySize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** A bar chart of one submission's test cases. */
final class CaseChart {

  private static final int HEIGHT = 150;
  private static final int FLOOR = 124;
  private static final int TOP = 18;
  private static final int LEFT = 64;
  private static final int MIN_WIDTH = 440;
  private static final double MEBIBYTE = 1 << 20;

  private final Html html = new Html();
  private final List<CaseResult> cases;
  private final int width;
  private final double most;

  /** A formatter of amounts. */
  private interface Unit {
    String text(double amount);
  }

  private CaseChart(List<CaseResult> cases, double most) {
    this.cases = cases;
    this.width = Math.max(MIN_WIDTH, LEFT + 16 + 14 * cases.size());
    this.most = most;
  }

  /** Draws CPU time in milliseconds, with the wall-clock time behind it. */
  static Html time(List<CaseResult> cases, Duration limit) {
    ToDoubleFunction<CaseResult> cpu = result -> millis(result.cpu());
    ToDoubleFunction<CaseResult> wall = result -> millis(result.wall());
    double most = Math.max(most(cases, cpu), most(cases, wall));
    double limitMillis = limit.toNanos() / 1e6;
    CaseChart chart = new CaseChart(cases, ceiling(most, limitMillis));
    return chart.draw(limitMillis, CaseChart::seconds, List.of(wall, cpu));
  }

  /** Draws peak memory in MiB. */
  static Html memory(List<CaseResult> cases, MemorySize limit) {
    ToDoubleFunction<CaseResult> peak = result -> mebibytes(result.peakMemoryBytes());
    double limitMebibytes = limit.bytes() / MEBIBYTE;
    CaseChart chart = new CaseChart(cases, ceiling(most(cases, peak), limitMebibytes));
    return chart.draw(limitMebibytes, CaseChart::memory, List.of(peak));
  }

  private Html draw(double limit, Unit unit, List<ToDoubleFunction<CaseResult>> series) {
    html.markup("<svg viewBox=\"0 0 %d %d\" role=\"img\" class=\"chart\">\n", width, HEIGHT);
    for (int i = 0; i <= 2; i++) {
      double amount = most * i / 2;
      html.markup(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
              + "<text class=\"axis\" x=\"%d\" y=\"%.1f\">%s</text>\n",
          LEFT, width - 8, y(amount), y(amount), LEFT - 8, y(amount) + 4, unit.text(amount));
    }
    double slot = (double) (width - LEFT - 16) / cases.size();
    for (int i = 0; i < cases.size(); i++) {
      double barWidth = Math.min(slot * 0.76, 34);
      bars(cases.get(i), LEFT + 4 + slot * (i + 0.5) - barWidth / 2, barWidth, unit, series);
    }
    if (limit <= most) {
      html.markup(
          "<line class=\"limit\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
          LEFT, width - 8, y(limit), y(limit));
    }
    return html.markup(
        "<text class=\"foot\" x=\"%d\" y=\"%d\">limit %s</text>\n</svg>\n",
        LEFT, HEIGHT - 8, unit.text(limit));
  }

  private void bars(
      CaseResult result,
      double x,
      double barWidth,
      Unit unit,
      List<ToDoubleFunction<CaseResult>> series) {
    for (int i = 0; i < series.size(); i++) {
      double amount = series.get(i).applyAsDouble(result);
      double inset = i * barWidth / 5;
      String kind = i < series.size() - 1 ? "behind" : result.judgement().name();
      html.markup(
          "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\">"
              + "<title>%s</title></rect>\n",
          kind,
          x + inset,
          y(amount),
          barWidth - 2 * inset,
          Math.max(1, FLOOR - y(amount)),
          result.name() + ": " + result.judgement() + ", " + unit.text(amount));
    }
  }

  private double y(double amount) {
    return FLOOR - Math.min(1, amount / most) * (FLOOR - TOP);
  }

  /**
   * Returns the top of the scale: a round number above the largest amount, and above the limit if
   * the largest amount exceeds a third of it.
   */
  private static double ceiling(double largest, double limit) {
    double least = largest > limit / 3 ? Math.max(largest, limit) * 1.04 : Math.max(largest, 0.1);
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    return DoubleStream.of(1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
        .map(step -> step * power)
        .filter(step -> step >= least)
        .findFirst()
        .orElse(least);
  }

  private static double most(List<CaseResult> cases, ToDoubleFunction<CaseResult> amount) {
    return cases.stream().mapToDouble(amount).max().orElse(1);
  }

  private static double millis(Optional<Duration> time) {
    return time.map(value -> value.toNanos() / 1e6).orElse(0.0);
  }

  private static double mebibytes(OptionalLong bytes) {
    return bytes.orElse(0) / MEBIBYTE;
  }

  private static String seconds(double millis) {
    return millis < 1000 ? rounded(millis) + " ms" : rounded(millis / 1000) + " s";
  }

  private static String memory(double mebibytes) {
    return rounded(mebibytes) + " MiB";
  }

  /** Formats an amount with at most two decimals and without trailing zeros. */
  private static String rounded(double amount) {
    int digits = amount < 10 ? 2 : amount < 100 ? 1 : 0;
    return BigDecimal.valueOf(amount)
        .setScale(digits, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
