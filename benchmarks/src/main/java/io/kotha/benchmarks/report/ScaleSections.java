package io.kotha.benchmarks.report;

import io.kotha.benchmarks.result.Axis;
import io.kotha.benchmarks.result.Rate;
import io.kotha.benchmarks.result.Results;
import io.kotha.benchmarks.result.Scale;
import io.kotha.benchmarks.subject.SubjectName;
import io.kotha.examples.html.Html;
import java.util.ArrayList;
import java.util.List;

/** The page's sections on throughput and scaling. */
final class ScaleSections {

  private ScaleSections() {}

  /** Renders throughput by number of callers. */
  static Html rates(Results results) {
    List<Integer> callers =
        results.rates().stream().map(Rate::callers).distinct().sorted().toList();
    List<LineChart.Series> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (SubjectName subject : subjects(results)) {
      List<Double> all =
          callers.stream()
              .flatMap(count -> results.rate(subject, count).stream())
              .map(Rate::mean)
              .toList();
      if (all.size() == callers.size()) {
        lines.add(new LineChart.Series(subject.label(), all));
      }
      rows.add(row(results, subject, callers));
    }
    Html html = new Html();
    html.markup("<section>\n<h2>Programs per second</h2>\n");
    html.markup(
        "<p>By number of concurrent callers; deferred work such as teardown is included.</p>\n");
    html.add(LineChart.of(callers.stream().map(count -> count + " callers").toList(), lines));
    List<String> heads = new ArrayList<>(List.of("by"));
    callers.forEach(count -> heads.add(count + " callers"));
    return html.add(Page.table(heads, rows)).markup("</section>\n");
  }

  private static List<SubjectName> subjects(Results results) {
    return results.rates().stream().map(Rate::subject).distinct().toList();
  }

  private static List<String> row(Results results, SubjectName subject, List<Integer> callers) {
    List<String> row = new ArrayList<>(List.of(subject.label()));
    for (int count : callers) {
      row.add(results.rate(subject, count).map(rate -> Words.number(rate.mean())).orElse("–"));
    }
    return row;
  }

  /** Renders the time from start to exit at the levels of each axis. */
  static Html scales(Results results) {
    Html html = new Html();
    html.markup("<section>\n<h2>Scaling</h2>\n");
    html.markup("<p>Start to exit, median in milliseconds; the levels were interleaved.</p>\n");
    for (Axis axis : Axis.values()) {
      scale(results, axis, html);
    }
    return html.markup("</section>\n");
  }

  private static void scale(Results results, Axis axis, Html html) {
    List<String> levels =
        results.scales().stream()
            .filter(scale -> scale.axis() == axis)
            .map(Scale::level)
            .distinct()
            .toList();
    if (levels.isEmpty()) {
      return;
    }
    List<LineChart.Series> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (SubjectName subject : SubjectName.own()) {
      List<Scale> scales = results.scale(axis, subject);
      if (!scales.isEmpty()) {
        lines.add(
            new LineChart.Series(
                subject.label(), scales.stream().map(scale -> scale.all().millis(0.5)).toList()));
        List<String> row = new ArrayList<>(List.of(subject.label()));
        scales.forEach(scale -> row.add(Words.p50(scale.all())));
        rows.add(row);
      }
    }
    html.markup("<h3>%s</h3>\n", axis.label());
    html.add(LineChart.of(levels, lines));
    List<String> heads = new ArrayList<>(List.of("by"));
    heads.addAll(levels);
    html.add(Page.table(heads, rows));
  }
}
