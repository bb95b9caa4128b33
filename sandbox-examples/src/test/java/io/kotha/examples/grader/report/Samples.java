package io.kotha.examples.grader.report;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.judge.CaseResult;
import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Expectation;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Packages;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.ProblemLimits;
import io.kotha.examples.grader.problem.UnreadablePackage;
import io.kotha.examples.grader.problem.Validation;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.limits.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Sample results for tests of reports. */
final class Samples {

  /** Text that attacks a page, a terminal or a JSON file if it is not escaped. */
  static final String HOSTILE =
      "</td><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u001b[2J\u202e\n\0]]>";

  static final Problem PROBLEM = problem("p");

  private Samples() {}

  /** Returns a problem without test cases. */
  static Problem problem(String name, String... warnings) {
    ProblemLimits.Budget budget =
        new ProblemLimits.Budget(Duration.ofSeconds(60), MemorySize.MiB(64));
    return new Problem(
        name,
        name,
        new ProblemLimits(
            Duration.ofSeconds(1),
            MemorySize.MiB(64),
            MemorySize.MiB(8),
            MemorySize.MiB(1),
            budget,
            budget,
            MemorySize.MiB(8),
            List.of(warnings)),
        Problem.WorkingDirectory.READ_ONLY,
        new Validation.Default(),
        List.of(),
        List.of(),
        Map.of());
  }

  /** Returns a package that cannot be read. */
  static UnreadablePackage unreadable(String name, String complaint) {
    return new UnreadablePackage(name, new InputException(Path.of("bad"), complaint));
  }

  /** Returns results of {@link #PROBLEM}. */
  static Grading grading(SubmissionResult... results) {
    return new Grading(
        new Packages(List.of(PROBLEM), List.of()), List.of(results), Limits.Fallback.REFUSE);
  }

  /** Returns a result as one of another problem. */
  static SubmissionResult of(Problem problem, SubmissionResult result) {
    return new SubmissionResult(
        problem,
        result.submission(),
        result.language(),
        result.expectation(),
        result.judgement(),
        result.reason(),
        result.cases());
  }

  static SubmissionResult result(String name, Judgement expected, Judgement got, String reason) {
    return new SubmissionResult(
        PROBLEM,
        name,
        "C",
        new Expectation(List.of(expected)),
        got,
        reason,
        List.of(
            test("sample/1", Judgement.AC, 12, 20, OptionalLong.of(3 << 20), ""),
            test("secret/1", got, 340, 500, OptionalLong.of(40 << 20), reason)));
  }

  static SubmissionResult skipped(String name) {
    return new SubmissionResult(
        PROBLEM,
        name,
        "Kotlin",
        new Expectation(List.of(Judgement.AC)),
        Judgement.SKIPPED,
        "this host has no kotlinc",
        List.of());
  }

  static CaseResult test(
      String name, Judgement judgement, long cpu, long wall, OptionalLong memory, String reason) {
    return new CaseResult(
        name,
        judgement,
        Optional.of(Duration.ofMillis(cpu)),
        Optional.of(Duration.ofMillis(wall)),
        memory,
        reason);
  }
}
