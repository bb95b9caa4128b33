package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.UnreadablePackage;
import io.kotha.examples.html.Plain;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The results as a plain text table. */
public final class TableReport {

  private static final List<String> HEADINGS =
      List.of(
          "problem",
          "submission",
          "language",
          "expected",
          "verdict",
          "agrees",
          "cpu",
          "wall",
          "memory");

  /** Columns from this one on are figures, which are right-aligned. */
  private static final int FIRST_FIGURE = 6;

  private TableReport() {}

  /**
   * Writes the table, followed by the reason of each submission that was not judged as expected,
   * and of each package that cannot be read.
   */
  public static void write(Grading grading, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    List<SubmissionResult> results = grading.results();
    List<UnreadablePackage> unreadable = grading.packages().unreadable();
    results.forEach(result -> rows.add(row(result)));
    unreadable.forEach(each -> rows.add(row(each)));
    int[] widths = widths(rows);
    rows.forEach(row -> out.println(line(row, widths)));
    for (SubmissionResult result : results) {
      if (!result.agrees()) {
        out.println();
        out.println(
            Plain.text(result.problem().name() + "/" + result.submission() + ": ")
                + result.judgement().label()
                + ", expected "
                + Figures.expected(result.expectation()));
        out.println("    " + Plain.text(result.reason()));
      }
    }
    for (UnreadablePackage each : unreadable) {
      out.println();
      out.println(Plain.text(each.name()) + ": judging error, the package cannot be read");
      out.println("    " + Plain.text(each.reason()));
    }
    out.flush();
  }

  private static List<String> row(UnreadablePackage unreadable) {
    List<String> row = new ArrayList<>(Collections.nCopies(HEADINGS.size(), Figures.NONE));
    row.set(0, Plain.text(unreadable.name()));
    row.set(HEADINGS.indexOf("verdict"), Judgement.JE.name());
    return row;
  }

  private static List<String> row(SubmissionResult result) {
    return List.of(
        Plain.text(result.problem().name()),
        Plain.text(result.submission()),
        Plain.text(result.language()),
        Figures.expected(result.expectation()),
        result.judgement().name(),
        Figures.agrees(result),
        Figures.time(result.cpu()),
        Figures.time(result.wall()),
        Figures.memory(result.peakMemoryBytes()));
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - row.get(i).length());
      line.append(i >= FIRST_FIGURE ? pad + row.get(i) : row.get(i) + pad).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
