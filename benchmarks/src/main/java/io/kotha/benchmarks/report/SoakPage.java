package io.kotha.benchmarks.report;

import io.kotha.benchmarks.result.Setting;
import io.kotha.examples.html.Html;
import java.io.IOException;
import java.util.List;

/** The HTML page of a soak test: held resources and latency over time. */
public final class SoakPage {

  private static final List<String> HEADS = List.of("what", "early", "late", "at most", "outcome");

  private final Html body = new Html();

  /** A line of a chart, with one value for each label. */
  public record Line(String name, List<Double> values) {}

  /** Adds the section of a subject. */
  public SoakPage section(String title, List<List<String>> rows) {
    body.markup("<section>\n<h2>%s</h2>\n", title);
    body.markup(
        "<p>Early and late are medians over the first and the last quarter. Held resources were"
            + " counted while no program ran.</p>\n");
    body.add(Page.table(HEADS, rows)).markup("</section>\n");
    return this;
  }

  /** Adds a chart. */
  public SoakPage chart(String title, List<String> labels, List<Line> lines) {
    body.markup("<section>\n<h2>%s</h2>\n", title);
    body.add(
        LineChart.of(
            labels,
            lines.stream().map(line -> new LineChart.Series(line.name(), line.values())).toList()));
    body.markup("</section>\n");
    return this;
  }

  /** Renders the page. */
  public String of(Setting setting) throws IOException {
    return Page.of("Does anything grow?", setting, body);
  }

  /** Renders the table for a terminal. */
  public static String plain(List<List<String>> rows) {
    return PlainTable.of(HEADS, rows);
  }
}
