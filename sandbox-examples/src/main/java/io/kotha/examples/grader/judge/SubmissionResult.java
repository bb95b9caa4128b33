package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Expectation;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The result of a submission.
 *
 * @param problem its problem
 * @param submission the submission's path below {@code submissions/}
 * @param language its language's name; {@code ?} if that is unknown
 * @param expectation the judgements that its author expects
 * @param judgement the judgement of the first failed test case, or AC
 * @param reason the explanation; may hold untrusted bytes, so escape it before display
 * @param cases the results on the test cases it was run on, in order
 */
public record SubmissionResult(
    Problem problem,
    String submission,
    String language,
    Expectation expectation,
    Judgement judgement,
    String reason,
    List<CaseResult> cases) {

  public SubmissionResult {
    cases = List.copyOf(cases);
  }

  /** Returns whether the judgement is an expected one. */
  public boolean agrees() {
    return expectation.admits(judgement);
  }

  /** Returns the largest CPU time of the test cases. */
  public Optional<Duration> cpu() {
    return cases.stream().flatMap(result -> result.cpu().stream()).max(Duration::compareTo);
  }

  /** Returns the largest wall-clock time of the test cases. */
  public Optional<Duration> wall() {
    return cases.stream().flatMap(result -> result.wall().stream()).max(Duration::compareTo);
  }

  /** Returns the largest peak memory of the test cases, in bytes. */
  public OptionalLong peakMemoryBytes() {
    return cases.stream().flatMapToLong(result -> result.peakMemoryBytes().stream()).max();
  }
}
