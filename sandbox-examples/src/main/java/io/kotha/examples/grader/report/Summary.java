package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Judgement;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many submissions there are of each kind.
 *
 * @param total all of them
 * @param agreeing judged as expected
 * @param disagreeing judged otherwise
 * @param errors where judging failed
 * @param skipped where the host lacks the language
 */
public record Summary(long total, long agreeing, long disagreeing, long errors, long skipped) {

  /** Counts. */
  public static Summary of(List<SubmissionResult> results) {
    return new Summary(
        results.size(),
        count(results, result -> result.judgement().isJudged() && result.agrees()),
        count(results, result -> result.judgement().isJudged() && !result.agrees()),
        count(results, result -> result.judgement() == Judgement.JE),
        count(results, result -> result.judgement() == Judgement.SKIPPED));
  }

  /** The exit status: 0 only if something was judged, all of it as expected. */
  public int exitStatus() {
    if (errors > 0 || agreeing + disagreeing == 0) {
      return 3;
    }
    return disagreeing > 0 ? 1 : 0;
  }

  /** One line. */
  @Override
  public String toString() {
    return total
        + (total == 1 ? " submission: " : " submissions: ")
        + agreeing
        + " as expected, "
        + disagreeing
        + " not as expected, "
        + errors
        + (errors == 1 ? " judging error, " : " judging errors, ")
        + skipped
        + " skipped";
  }

  private static long count(List<SubmissionResult> results, Predicate<SubmissionResult> kind) {
    return results.stream().filter(kind).count();
  }
}
