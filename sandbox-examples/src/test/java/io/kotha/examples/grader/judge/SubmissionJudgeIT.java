package io.kotha.examples.grader.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.language.LanguageTable;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.ProblemReader;
import io.kotha.sandbox.limits.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of errors of the grader itself. */
@Timeout(120)
class SubmissionJudgeIT {

  @TempDir Path directory;

  @BeforeEach
  void needRooms() throws Exception {
    LimitedRooms.assume();
  }

  @Test
  void errorInACaseIsAJudgingErrorThatKeepsTheOtherCases() throws Exception {
    Problem problem = problem();
    SubmissionResult result =
        judge(
            problem,
            () ->
                (submission, test) -> {
                  if (test.name().equals("secret/1")) {
                    throw new StackOverflowError("too deep");
                  }
                  return new CaseResult(
                      test.name(),
                      Judgement.AC,
                      Optional.empty(),
                      Optional.empty(),
                      OptionalLong.empty(),
                      "");
                });
    assertThat(result.judgement()).isEqualTo(Judgement.JE);
    assertThat(result.reason()).contains("secret/1").contains("too deep");
    assertThat(result.cases()).extracting(CaseResult::name).containsExactly("sample/1", "secret/1");
  }

  @Test
  void errorBeforeTheCasesIsAJudgingErrorOfTheSubmission() throws Exception {
    SubmissionResult result =
        judge(
            problem(),
            () -> {
              throw new StackOverflowError();
            });
    assertThat(result.judgement()).isEqualTo(Judgement.JE);
    assertThat(result.reason()).contains("StackOverflowError");
  }

  @Test
  void failureOfAListenerDoesNotLoseTheOtherResults() throws Exception {
    Problem problem = problem();
    try (Scratch scratch = Scratch.open()) {
      List<SubmissionResult> results =
          new Grader(LimitedRooms.options(), scratch)
              .grade(
                  List.of(problem),
                  result -> {
                    if (result.submission().equals("accepted/echo.sh")) {
                      throw new StackOverflowError("too deep");
                    }
                  });
      assertThat(results)
          .extracting(SubmissionResult::judgement)
          .containsExactly(Judgement.JE, Judgement.WA);
    }
  }

  private SubmissionResult judge(Problem problem, SubmissionJudge.RunnerSource runners)
      throws Exception {
    LanguageTable languages = LanguageTable.builtIn();
    Limits.Fallback fallback = Limits.Fallback.REFUSE;
    try (Scratch scratch = Scratch.open()) {
      Compiler compiler = new Compiler(new Rooms(fallback, 1), scratch);
      return new SubmissionJudge(
              new Builder(compiler, languages, fallback), languages, AfterFailure.GO_ON)
          .judge(problem, problem.submissions().get(0), runners);
    }
  }

  private Problem problem() throws Exception {
    PackageFixture fixture =
        PackageFixture.echo(directory, "p")
            .testCase("data/secret/1", "1", "1")
            .file("submissions/wrong_answer/other.sh", "echo 7\n");
    return ProblemReader.readAll(fixture.root(), Optional.empty()).get(0);
  }
}
