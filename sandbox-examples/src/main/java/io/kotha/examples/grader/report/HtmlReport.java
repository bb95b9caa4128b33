package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.UnreadablePackage;
import io.kotha.examples.html.Html;
import io.kotha.sandbox.limits.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The results as one self-contained HTML page. Its content security policy forbids loading
 * anything, so that injected text of a submission could not reach the network.
 */
public final class HtmlReport {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss z", Locale.ROOT);

  private HtmlReport() {}

  /**
   * Renders the page.
   *
   * @param when the time of judging
   */
  public static String of(Grading grading, ZonedDateTime when) {
    Html page = new Html();
    head(page);
    page.markup("<body>\n<header>\n<h1>Grading report</h1>\n");
    page.markup("<p class=\"when\">%s</p>\n", DATE.format(when));
    tiles(page, Summary.of(grading));
    verdicts(page, grading.results());
    if (grading.fallback() == Limits.Fallback.RLIMITS) {
      page.markup(
          "<p class=\"notice\"><b>Rlimits were accepted.</b> If this host provided no cgroup,"
              + " memory, processes and CPU time were limited for each process by itself, not for"
              + " the submission as a whole.</p>\n");
    }
    page.markup("</header>\n<main>\n");
    for (UnreadablePackage unreadable : grading.packages().unreadable()) {
      page.markup("<section>\n<h2>%s</h2>\n", unreadable.name());
      page.markup(
          "<p class=\"notice\"><b>Judging error.</b> This package cannot be read: %s</p>\n",
          unreadable.reason());
      page.markup("</section>\n");
    }
    for (Problem problem : grading.packages().problems()) {
      List<SubmissionResult> own =
          grading.results().stream().filter(result -> result.problem().equals(problem)).toList();
      page.add(ProblemSection.of(problem, own));
    }
    page.markup(
        "</main>\n<footer>Each submission was compiled, run and validated in separate rooms."
            + " cpu: CPU time of all its processes. wall: time from start to end. memory: the peak"
            + " that the kernel counted, including files in tmpfs.</footer>\n"
            + "</body>\n</html>\n");
    return page.toString();
  }

  private static void head(Html page) {
    page.markup(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta http-equiv=\"Content-Security-Policy\""
            + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<meta name=\"color-scheme\" content=\"light dark\">\n"
            + "<title>Grading report</title>\n<style>\n");
    page.markup(style());
    page.markup("</style>\n</head>\n");
  }

  private static void tiles(Html page, Summary summary) {
    page.markup("<div class=\"tiles\">\n");
    tile(page, "plain", summary.total(), "submissions");
    tile(page, "good", summary.agreeing(), "as expected");
    tile(
        page,
        summary.disagreeing() > 0 ? "bad" : "plain",
        summary.disagreeing(),
        "not as expected");
    tile(page, summary.errors() > 0 ? "bad" : "plain", summary.errors(), "judging errors");
    tile(page, "plain", summary.skipped(), "skipped");
    if (summary.unreadable() > 0) {
      tile(page, "bad", summary.unreadable(), "unreadable packages");
    }
    page.markup("</div>\n");
  }

  private static void tile(Html page, String kind, long count, String label) {
    page.markup("<div class=\"tile %s\"><b>%d</b><span>%s</span></div>\n", kind, count, label);
  }

  /** Appends a bar with the share of each verdict, which also serves as the legend of colours. */
  private static void verdicts(Html page, List<SubmissionResult> results) {
    page.markup("<div class=\"share\">\n");
    for (Judgement judgement : Judgement.values()) {
      long count = results.stream().filter(result -> result.judgement() == judgement).count();
      if (count > 0) {
        page.markup(
            "<div class=\"%s\" style=\"flex-grow:%d\" title=\"%s\"><b>%s</b> %d</div>\n",
            judgement.name(), count, judgement.label(), judgement.name(), count);
      }
    }
    page.markup("</div>\n");
  }

  private static String style() {
    try (InputStream stream = HtmlReport.class.getResourceAsStream("report.css")) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks report.css");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
