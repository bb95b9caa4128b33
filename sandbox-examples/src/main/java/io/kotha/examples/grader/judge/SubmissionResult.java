package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Expectation;
import io.kotha.examples.grader.problem.Judgement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a submission was judged.
 *
 * @param problem the problem's name
 * @param submission its path below {@code submissions/}
 * @param language its language's name; {@code ?} if that is not known
 * @param expectation what its author expects
 * @param judgement that of the first case it failed, or AC
 * @param reason in words; holds bytes of strangers: escape before display
 * @param cases those it was run on, in order
 */
public record SubmissionResult(
    String problem,
    String submission,
    String language,
    Expectation expectation,
    Judgement judgement,
    String reason,
    List<CaseResult> cases) {

  public SubmissionResult {
    cases = List.copyOf(cases);
  }

  /** Whether it was judged as expected. */
  public boolean agrees() {
    return expectation.admits(judgement);
  }

  /** Most processor time of any case. */
  public Optional<Duration> cpu() {
    return cases.stream().flatMap(result -> result.cpu().stream()).max(Duration::compareTo);
  }

  /** Most time of any case. */
  public Optional<Duration> wall() {
    return cases.stream().flatMap(result -> result.wall().stream()).max(Duration::compareTo);
  }

  /** Most memory of any case. */
  public OptionalLong peakMemoryBytes() {
    return cases.stream().flatMapToLong(result -> result.peakMemoryBytes().stream()).max();
  }
}
