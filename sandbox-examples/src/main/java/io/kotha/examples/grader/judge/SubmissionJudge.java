package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.language.Detection;
import io.kotha.examples.grader.language.LanguageTable;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.ProgramSource;
import io.kotha.examples.grader.problem.Submission;
import io.kotha.examples.grader.problem.TestCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A judge of single submissions, from source to verdict. */
final class SubmissionJudge {

  private final Builder builder;
  private final LanguageTable languages;
  private final AfterFailure afterFailure;

  SubmissionJudge(Builder builder, LanguageTable languages, AfterFailure afterFailure) {
    this.builder = builder;
    this.languages = languages;
    this.afterFailure = afterFailure;
  }

  /** Judges a submission. A failure of the judging itself is the judgement JE, not an exception. */
  SubmissionResult judge(Problem problem, Submission submission, RunnerSource runners)
      throws InterruptedException {
    try {
      return judge(problem, submission, runners.get());
    } catch (IOException e) {
      return result(problem, submission, Judgement.JE, String.valueOf(e.getMessage()), List.of());
    } catch (RuntimeException | Error e) {
      return failed(problem, submission, e);
    }
  }

  /**
   * Returns the judgement JE for a failure of the grader. An Error is one, too: an OutOfMemoryError
   * of one submission must not lose the results of all others.
   */
  SubmissionResult failed(Problem problem, Submission submission, Throwable failure) {
    return result(problem, submission, Judgement.JE, "grader: " + failure, List.of());
  }

  /** A supplier of a problem's runner. */
  interface RunnerSource {

    /** Waits until the problem's validators are built, and returns its runner. */
    CaseRunner get() throws IOException, InterruptedException;
  }

  private SubmissionResult judge(Problem problem, Submission submission, CaseRunner runner)
      throws IOException, InterruptedException {
    if (size(submission) > problem.limits().code().bytes()) {
      String reason = "more than " + problem.limits().code() + " of source code";
      return result(problem, submission, Judgement.CE, reason, List.of());
    }
    Build build = builder.build(withIncluded(problem, submission), problem.limits());
    if (build instanceof Build.Failed failed) {
      return result(problem, submission, Judgement.CE, failed.reason(), List.of());
    }
    if (build instanceof Build.Impossible impossible) {
      return result(problem, submission, Judgement.SKIPPED, impossible.reason(), List.of());
    }
    try (Program program = ((Build.Done) build).program()) {
      return run(problem, submission, program, runner);
    }
  }

  private SubmissionResult run(
      Problem problem, Submission submission, Program program, CaseRunner runner)
      throws InterruptedException {
    List<CaseResult> cases = new ArrayList<>();
    Judgement judgement = Judgement.AC;
    String reason = "";
    for (TestCase test : problem.cases()) {
      CaseResult result = run(program, test, runner);
      cases.add(result);
      if (judgement == Judgement.AC && result.judgement() != Judgement.AC) {
        judgement = result.judgement();
        reason = result.name() + ": " + result.reason();
      }
      if (result.judgement() == Judgement.JE) {
        return result(problem, submission, Judgement.JE, result.reason(), cases);
      }
      if (judgement != Judgement.AC && afterFailure == AfterFailure.STOP) {
        break;
      }
    }
    return result(problem, submission, judgement, reason, cases);
  }

  private static CaseResult run(Program program, TestCase test, CaseRunner runner)
      throws InterruptedException {
    try {
      return runner.run(program, test);
    } catch (IOException e) {
      return CaseResult.error(test.name(), test.name() + ": " + e.getMessage());
    } catch (RuntimeException | Error e) {
      return CaseResult.error(test.name(), test.name() + ": grader: " + e);
    }
  }

  private SubmissionResult result(
      Problem problem,
      Submission submission,
      Judgement judgement,
      String reason,
      List<CaseResult> cases) {
    String language =
        languages.detect(submission.source()) instanceof Detection.Found found
            ? found.language().name()
            : "?";
    return new SubmissionResult(
        problem, submission.name(), language, submission.expectation(), judgement, reason, cases);
  }

  /** Adds the package's include files to a submission: for all languages, then for its own. */
  private ProgramSource withIncluded(Problem problem, Submission submission) {
    Map<String, SourceFile> files = new LinkedHashMap<>();
    submission.source().files().forEach(file -> files.put(file.name(), file));
    List<String> folders =
        languages.detect(submission.source()) instanceof Detection.Found found
            ? List.of("default", found.language().id())
            : List.of("default");
    for (String folder : folders) {
      problem
          .included()
          .getOrDefault(folder, List.of())
          .forEach(file -> files.put(file.name(), file));
    }
    return new ProgramSource(submission.name(), List.copyOf(files.values()));
  }

  private static long size(Submission submission) throws IOException {
    long size = 0;
    for (SourceFile file : submission.source().files()) {
      size += file.size();
    }
    return size;
  }
}
