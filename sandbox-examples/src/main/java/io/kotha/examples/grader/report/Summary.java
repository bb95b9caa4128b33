package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Judgement;
import java.util.List;
import java.util.function.Predicate;

/**
 * The numbers of submissions by outcome, and of the packages that cannot be read.
 *
 * @param total all submissions
 * @param agreeing submissions judged as expected
 * @param disagreeing submissions judged otherwise
 * @param errors submissions whose judging failed
 * @param skipped submissions in a language that the host lacks
 * @param unreadable packages that cannot be read
 */
public record Summary(
    long total, long agreeing, long disagreeing, long errors, long skipped, long unreadable) {

  /** Counts the results. */
  public static Summary of(Grading grading) {
    List<SubmissionResult> results = grading.results();
    return new Summary(
        results.size(),
        count(results, result -> result.judgement().isJudged() && result.agrees()),
        count(results, result -> result.judgement().isJudged() && !result.agrees()),
        count(results, result -> result.judgement() == Judgement.JE),
        count(results, result -> result.judgement() == Judgement.SKIPPED),
        grading.packages().unreadable().size());
  }

  /**
   * Returns the exit status: 0 if all judged submissions agree, 1 if one does not, 3 if judging
   * failed, a package cannot be read or no submission was judged.
   */
  public int exitStatus() {
    if (errors > 0 || unreadable > 0 || agreeing + disagreeing == 0) {
      return 3;
    }
    return disagreeing > 0 ? 1 : 0;
  }

  /** Returns the numbers in one line. */
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
        + " skipped"
        + (unreadable == 0 ? "" : ", " + unreadable)
        + (unreadable == 0 ? "" : unreadable == 1 ? " unreadable package" : " unreadable packages");
  }

  private static long count(List<SubmissionResult> results, Predicate<SubmissionResult> kind) {
    return results.stream().filter(kind).count();
  }
}
