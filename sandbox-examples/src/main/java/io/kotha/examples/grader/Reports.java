package io.kotha.examples.grader;

import io.kotha.examples.files.TextFile;
import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.report.Grading;
import io.kotha.examples.grader.report.HtmlReport;
import io.kotha.examples.grader.report.JsonReport;
import io.kotha.examples.grader.report.Summary;
import io.kotha.examples.grader.report.TableReport;
import io.kotha.examples.html.Plain;
import io.kotha.sandbox.limits.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The reports of a run: on standard output, and in the files that the caller named. */
final class Reports {

  private final PrintWriter out;
  private final @Nullable Path json;
  private final @Nullable Path html;

  Reports(PrintWriter out, @Nullable Path json, @Nullable Path html) {
    this.out = out;
    this.json = json;
    this.html = html;
  }

  /**
   * Checks that the files can be written, so that a wrong path fails before a submission runs. The
   * files of an earlier run stay as they are until this run has results.
   */
  void check() throws InputException {
    check(json);
    check(html);
  }

  private static void check(@Nullable Path file) throws InputException {
    if (file != null) {
      try {
        TextFile.check(file);
      } catch (IOException e) {
        throw new InputException(file, "cannot write the report: " + reason(e), e);
      }
    }
  }

  /**
   * Writes every report, also if another cannot be written.
   *
   * @throws IOException if one cannot be written; the others' failures are suppressed in it
   */
  void write(Grading grading) throws IOException {
    print(grading);
    Failures failures = new Failures();
    failures.write(json, () -> JsonReport.of(grading));
    failures.write(html, () -> HtmlReport.of(grading, ZonedDateTime.now(ZoneId.systemDefault())));
    failures.throwIfAny();
  }

  private void print(Grading grading) {
    TableReport.write(grading, out);
    out.println();
    for (Problem problem : grading.packages().problems()) {
      for (String warning : problem.limits().warnings()) {
        out.println("warning: " + Plain.text(problem.name()) + ": " + warning);
      }
    }
    out.println(Summary.of(grading));
    if (grading.fallback() == Limits.Fallback.RLIMITS) {
      out.println("If this host provides no cgroup, rlimits limited each process by itself.");
    }
    out.flush();
  }

  /** The failures of all reports, as one exception. */
  private static final class Failures {

    private @Nullable IOException all;

    private void write(@Nullable Path file, Supplier<String> report) {
      if (file != null) {
        try {
          TextFile.write(file, report.get());
        } catch (IOException | RuntimeException e) {
          IOException failure =
              new IOException(file + ": cannot write the report: " + reason(e), e);
          if (all == null) {
            all = failure;
          } else {
            all.addSuppressed(failure);
          }
        }
      }
    }

    private void throwIfAny() throws IOException {
      if (all != null) {
        throw all;
      }
    }
  }

  /** Returns the reason without the name of a class, and without the path again. */
  private static String reason(Exception e) {
    if (e instanceof FileSystemException ofFile && ofFile.getReason() != null) {
      return ofFile.getReason();
    }
    return e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.toString();
  }
}
