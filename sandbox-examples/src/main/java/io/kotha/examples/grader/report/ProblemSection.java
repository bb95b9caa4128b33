package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.CaseResult;
import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.ProblemLimits;
import io.kotha.examples.grader.problem.Validation;
import io.kotha.examples.html.Html;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The page's section on one problem: a chart of all runs, and a table with details. */
final class ProblemSection {

  private ProblemSection() {}

  static Html of(Problem problem, List<SubmissionResult> results) {
    Html html = new Html();
    html.markup("<section>\n<h2>%s <small>%s</small></h2>\n", problem.title(), problem.name());
    facts(html, problem);
    for (String warning : problem.limits().warnings()) {
      html.markup("<p class=\"notice\">%s</p>\n", warning);
    }
    html.markup("<figure class=\"wide\">\n<figcaption>CPU time of each run</figcaption>\n");
    html.add(RunsChart.of(results, problem.limits().time()));
    html.markup("</figure>\n<div class=\"scroll\">\n<table>\n<thead><tr>");
    for (String heading :
        List.of(
            "submission", "language", "expected", "verdict", "agrees", "cpu", "wall", "memory")) {
      html.markup("<th>%s</th>", heading);
    }
    html.markup("</tr></thead>\n");
    results.forEach(result -> row(html, problem.limits(), result));
    return html.markup("</table>\n</div>\n</section>\n");
  }

  private static void facts(Html html, Problem problem) {
    ProblemLimits limits = problem.limits();
    html.markup("<ul class=\"facts\">");
    fact(html, "time limit", Figures.limit(limits.time()));
    fact(html, "memory", Figures.limit(limits.memory()));
    fact(html, "output", Figures.limit(limits.output()));
    fact(html, "test cases", Integer.toString(problem.cases().size()));
    fact(html, "validation", validation(problem.validation()));
    html.markup("</ul>\n");
  }

  private static String validation(Validation validation) {
    if (validation instanceof Validation.Interactive) {
      return "interactive";
    }
    return validation instanceof Validation.Default ? "default" : "custom";
  }

  private static void fact(Html html, String name, String value) {
    html.markup("<li>%s <b>%s</b></li>", name, value);
  }

  private static void row(Html html, ProblemLimits limits, SubmissionResult result) {
    boolean odd = result.judgement() != Judgement.SKIPPED && !result.agrees();
    html.markup("<tbody%s>\n<tr>", odd ? Markup.ODD : Markup.EVEN);
    html.markup("<td class=\"name\">%s</td><td>%s</td>", result.submission(), result.language());
    html.markup("<td>%s</td><td>", Figures.expected(result.expectation()));
    badge(html, result.judgement());
    html.markup("</td><td class=\"agrees\">%s</td>", Figures.agrees(result));
    figure(html, Figures.time(result.cpu()), share(result.cpu(), limits.time()));
    figure(html, Figures.time(result.wall()), OptionalDouble.empty());
    OptionalDouble memory =
        result.peakMemoryBytes().isPresent()
            ? OptionalDouble.of(
                (double) result.peakMemoryBytes().getAsLong() / limits.memory().bytes())
            : OptionalDouble.empty();
    figure(html, Figures.memory(result.peakMemoryBytes()), memory);
    html.markup("</tr>\n<tr class=\"more\"><td colspan=\"8\">");
    if (!result.reason().isBlank()) {
      html.markup("<p class=\"reason\">%s</p>", result.reason());
    }
    if (!result.cases().isEmpty()) {
      details(html, limits, result);
    }
    html.markup("</td></tr>\n</tbody>\n");
  }

  private static void details(Html html, ProblemLimits limits, SubmissionResult result) {
    int count = result.cases().size();
    html.markup("<details><summary>%d test %s</summary>\n", count, count == 1 ? "case" : "cases");
    html.markup(
        "<div class=\"charts\">\n<figure><figcaption>CPU time, and wall-clock time in grey"
            + "</figcaption>\n");
    html.add(CaseChart.time(result.cases(), limits.time()));
    html.markup("</figure>\n<figure><figcaption>Peak memory</figcaption>\n");
    html.add(CaseChart.memory(result.cases(), limits.memory()));
    html.markup("</figure>\n</div>\n<table class=\"cases\">\n");
    for (CaseResult test : result.cases()) {
      html.markup("<tr><td class=\"name\">%s</td><td>", test.name());
      badge(html, test.judgement());
      html.markup(
          "</td><td class=\"figure\">%s</td><td class=\"figure\">%s</td>",
          Figures.time(test.cpu()), Figures.time(test.wall()));
      html.markup(
          "<td class=\"figure\">%s</td><td class=\"why\">%s</td></tr>\n",
          Figures.memory(test.peakMemoryBytes()), test.reason());
    }
    html.markup("</table>\n</details>");
  }

  private static void badge(Html html, Judgement judgement) {
    html.markup(
        "<span class=\"badge %s\" title=\"%s\">%s</span>",
        judgement.name(), judgement.label(), judgement.name());
  }

  /** Appends a figure with a bar that shows its share of the limit. */
  private static void figure(Html html, String figure, OptionalDouble share) {
    html.markup("<td class=\"figure\">%s", figure);
    if (share.isPresent()) {
      html.markup(
          "<i class=\"bar\" style=\"--share:%.1f%%\"></i>",
          Math.min(100.0, share.getAsDouble() * 100));
    }
    html.markup("</td>");
  }

  private static OptionalDouble share(Optional<Duration> used, Duration limit) {
    return used.isPresent()
        ? OptionalDouble.of((double) used.get().toNanos() / limit.toNanos())
        : OptionalDouble.empty();
  }

  /** The attributes of a row. */
  private enum Markup {
    ODD(" class=\"odd\""),
    EVEN("");

    private final String attribute;

    Markup(String attribute) {
      this.attribute = attribute;
    }

    @Override
    public String toString() {
      return attribute;
    }
  }
}
