package io.kotha.examples.grader.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Packages;
import io.kotha.examples.html.Plain;
import io.kotha.sandbox.limits.Limits;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableReportTest {

  @Test
  void columnsAreAlignedAndDisagreementsExplained() {
    String table =
        table(
            Samples.result("accepted/long-name.c", Judgement.AC, Judgement.AC, ""),
            Samples.result("b.c", Judgement.WA, Judgement.RTE, "exit status 1"),
            Samples.skipped("c.kt"));
    List<String> lines = table.lines().toList();
    assertThat(lines.get(0)).startsWith("problem  submission").endsWith("memory");
    assertThat(lines.get(1)).contains("yes", "0.340 s", "0.500 s").endsWith("40.0 MiB");
    assertThat(lines.get(2).indexOf("RTE")).isEqualTo(lines.get(0).indexOf("verdict"));
    assertThat(table).contains("p/b.c: run-time error, expected WA", "    exit status 1");
    assertThat(table).contains("this host has no kotlinc");
  }

  @Test
  void tableHasNoControlCharacters() {
    String table = table(Samples.result("a", Judgement.AC, Judgement.WA, Samples.HOSTILE));
    assertThat(table.codePoints().filter(c -> c != '\n').allMatch(Plain::isShown)).isTrue();
  }

  @Test
  void summaryDeterminesTheExitStatus() {
    SubmissionResult good = Samples.result("a", Judgement.AC, Judgement.AC, "");
    SubmissionResult bad = Samples.result("b", Judgement.AC, Judgement.WA, "");
    SubmissionResult error = Samples.result("c", Judgement.AC, Judgement.JE, "");
    SubmissionResult skipped = Samples.skipped("d");
    assertThat(status(good)).isZero();
    assertThat(status(good, skipped)).isZero();
    assertThat(status(good, bad)).isEqualTo(1);
    assertThat(status(good, bad, error)).isEqualTo(3);
    assertThat(status(skipped)).isEqualTo(3);
    assertThat(status()).isEqualTo(3);
    assertThat(Summary.of(Samples.grading(good, bad, error, skipped)))
        .hasToString("4 submissions: 1 as expected, 1 not as expected, 1 judging error, 1 skipped");
  }

  @Test
  void unreadablePackageHasARowWithItsReason() {
    Grading grading =
        new Grading(
            new Packages(List.of(Samples.PROBLEM), List.of(Samples.unreadable("bad", "not YAML"))),
            List.of(Samples.result("a", Judgement.AC, Judgement.AC, "")),
            Limits.Fallback.REFUSE);
    StringWriter text = new StringWriter();
    TableReport.write(grading, new PrintWriter(text));
    List<String> lines = text.toString().lines().toList();
    assertThat(lines.get(2)).startsWith("bad").contains(" JE ");
    assertThat(text.toString()).contains("the package cannot be read", "    bad: not YAML");
    assertThat(Summary.of(grading).exitStatus()).isEqualTo(3);
    assertThat(Summary.of(grading).toString()).endsWith("0 skipped, 1 unreadable package");
  }

  private static int status(SubmissionResult... results) {
    return Summary.of(Samples.grading(results)).exitStatus();
  }

  private static String table(SubmissionResult... results) {
    StringWriter text = new StringWriter();
    TableReport.write(Samples.grading(results), new PrintWriter(text));
    return text.toString();
  }
}
