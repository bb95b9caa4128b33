package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.html.Plain;
import java.io.PrintWriter;
import java.util.ArrayList;
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
   * Writes the table, followed by the reason of each submission that was not judged as expected.
   */
  public static void write(List<SubmissionResult> results, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    results.forEach(result -> rows.add(row(result)));
    int[] widths = widths(rows);
    rows.forEach(row -> out.println(line(row, widths)));
    for (SubmissionResult result : results) {
      if (!result.agrees()) {
        out.println();
        out.println(
            Plain.text(result.problem() + "/" + result.submission() + ": ")
                + result.judgement().label()
                + ", expected "
                + Figures.expected(result.expectation()));
        out.println("    " + Plain.text(result.reason()));
      }
    }
    out.flush();
  }

  private static List<String> row(SubmissionResult result) {
    return List.of(
        Plain.text(result.problem()),
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
