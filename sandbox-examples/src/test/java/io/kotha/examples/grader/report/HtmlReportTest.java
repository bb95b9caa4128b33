package io.kotha.examples.grader.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Packages;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.ProblemReader;
import io.kotha.examples.grader.problem.UnreadablePackage;
import io.kotha.sandbox.limits.Limits;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  private static final ZonedDateTime WHEN =
      ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);

  @TempDir Path directory;

  @Test
  void pageHasATableAndChartsOfEachCase() throws Exception {
    String page = page(Samples.result("accepted/a.c", Judgement.AC, Judgement.AC, ""));
    assertThat(page).contains("accepted/a.c", "secret/1", "0.340 s", "40.0 MiB");
    assertThat(page.split("<svg", -1)).hasSize(4);
    assertThat(page).contains("<title>secret/1: AC, 340 ms</title>");
    assertThat(page).contains("<title>secret/1: AC, 40 MiB</title>");
  }

  @Test
  void pageLoadsNothing() throws Exception {
    String page = page(Samples.result("a.c", Judgement.AC, Judgement.AC, ""));
    assertThat(page).contains("Content-Security-Policy", "default-src 'none'");
    assertThat(page).doesNotContain("http://", "https://", "<script", "<link", "@import", "url(");
  }

  @Test
  void untrustedTextIsEscaped() throws Exception {
    PackageFixture fixture =
        PackageFixture.echo(directory, "p").file("problem.yaml", "name: '<b>\"x\"</b>'\n");
    SubmissionResult result =
        Samples.result(Samples.HOSTILE, Judgement.AC, Judgement.WA, Samples.HOSTILE);
    String page = page(fixture, result);
    assertThat(page)
        .doesNotContain("<script", "<img", "<b>\"x", "\u001b", "\u202e", "\0", "\"'&\"")
        .contains("&lt;script&gt;", "&lt;b&gt;");
  }

  @Test
  void everyElementIsClosed() throws Exception {
    SubmissionResult result =
        Samples.result(Samples.HOSTILE, Judgement.AC, Judgement.WA, Samples.HOSTILE);
    String page = page(result, Samples.skipped("b.kt"));
    for (String name :
        List.of(
            "div", "table", "tbody", "tr", "td", "svg", "text", "figure", "details", "section")) {
      int opened = page.split("<" + name + "[ >]", -1).length;
      assertThat(page.split("</" + name + ">", -1)).as(name).hasSize(opened);
    }
  }

  @Test
  void pageMentionsAcceptedRlimits() throws Exception {
    Problem problem = problem(PackageFixture.echo(directory, "p"));
    String page =
        HtmlReport.of(
            new Grading(
                new Packages(List.of(problem), List.of()), List.of(), Limits.Fallback.RLIMITS),
            WHEN);
    assertThat(page).contains("Rlimits were accepted");
  }

  @Test
  void unreadablePackageIsASectionWithItsReason() {
    UnreadablePackage bad = Samples.unreadable(Samples.HOSTILE, Samples.HOSTILE);
    String page = page(new Packages(List.of(), List.of(bad)), List.of());
    assertThat(page)
        .contains("This package cannot be read", "&lt;script&gt;", "unreadable packages")
        .doesNotContain("<script", "<img", "\u001b");
    assertThat(page.split("</section>", -1)).hasSize(2);
  }

  /** Two folders can hold packages of one name. */
  @Test
  void submissionsOfAPackageOfTheSameNameAreInTheirOwnSection() {
    Problem one = Samples.problem("sum", "one");
    Problem other = Samples.problem("sum");
    SubmissionResult result = Samples.result("accepted/a.c", Judgement.AC, Judgement.AC, "");
    String page =
        page(new Packages(List.of(one, other), List.of()), List.of(Samples.of(other, result)));
    assertThat(page.split("<td class=\"name\">accepted/a.c", -1)).hasSize(2);
  }

  private String page(SubmissionResult... results) throws Exception {
    return page(PackageFixture.echo(directory, "p"), results);
  }

  private static String page(PackageFixture fixture, SubmissionResult... results) throws Exception {
    Problem problem = problem(fixture);
    List<SubmissionResult> own =
        Stream.of(results).map(result -> Samples.of(problem, result)).toList();
    return page(new Packages(List.of(problem), List.of()), own);
  }

  private static String page(Packages packages, List<SubmissionResult> results) {
    return HtmlReport.of(new Grading(packages, results, Limits.Fallback.REFUSE), WHEN);
  }

  private static Problem problem(PackageFixture fixture) throws Exception {
    return ProblemReader.readAll(fixture.root(), Optional.empty()).get(0);
  }
}
