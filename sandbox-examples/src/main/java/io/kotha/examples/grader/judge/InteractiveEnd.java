package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.Verdict;
import java.util.Optional;

/**
 * The verdict rules for interactive problems, as the ICPC judges apply them:
 *
 * <ol>
 *   <li>a validator that fails is a judging error, unless it died of SIGPIPE because the submission
 *       had ended;
 *   <li>if the validator rejects while the submission runs, the validator decides and the
 *       submission is killed;
 *   <li>otherwise a submission that fails gets the verdict of its failure;
 *   <li>otherwise the validator decides.
 * </ol>
 *
 * <p>Pure. The grader sees the validator's end before the submission can react to it (see {@link
 * InteractiveRunner}), so every end of the submission is its own, unless the grader killed it.
 */
final class InteractiveEnd {

  private InteractiveEnd() {}

  /** Returns whether the grader kills the submission after this end of the validator. */
  static boolean endsTheConversation(Verdict validator) {
    return !ValidatorVerdict.accepts(validator);
  }

  /**
   * Decides after both programs have ended.
   *
   * @param validator the verdict of the validator's run
   * @param opinion the decision that the validator's verdict means
   * @param submission the verdict of the submission's run
   * @param failure the failure that the submission's verdict means; empty if it ended well
   */
  static Decision decide(
      Verdict validator, Decision opinion, Verdict submission, Optional<Decision> failure) {
    if (isBrokenPipe(validator)) {
      return failure.orElse(
          new Decision(Judgement.WA, "ended while the validator was still writing to it"));
    }
    boolean validatorDecides =
        opinion.judgement() == Judgement.JE || submission instanceof Verdict.Killed;
    return validatorDecides ? opinion : failure.orElse(opinion);
  }

  private static boolean isBrokenPipe(Verdict verdict) {
    return verdict instanceof Verdict.Signaled signaled
        && signaled.signal() == VerdictReading.SIGPIPE;
  }
}
