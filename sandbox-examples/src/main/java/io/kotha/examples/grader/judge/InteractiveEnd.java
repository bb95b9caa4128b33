package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.Verdict;
import java.util.Optional;

/**
 * How a conversation ended, as the judges of the ICPC have it:
 *
 * <ol>
 *   <li>a validator that fails is a judging error, unless the submission left it speaking to
 *       nobody;
 *   <li>a validator that rejects while the submission still runs decides: the submission is killed;
 *   <li>else a submission that fails has that verdict;
 *   <li>else the validator decides.
 * </ol>
 *
 * <p>Pure: a submission cannot react to the end of its validator before the judge has seen that end
 * (see {@link InteractiveRunner}), so what it did, it did by itself, unless it was killed.
 */
final class InteractiveEnd {

  private InteractiveEnd() {}

  /** Whether the submission need not go on once its validator has ended so. */
  static boolean endsTheConversation(Verdict validator) {
    return !ValidatorVerdict.accepts(validator);
  }

  /**
   * Decides, when both have ended.
   *
   * @param validator how the validator ended
   * @param opinion what that means
   * @param submission how the submission ended
   * @param failure what that says by itself, if anything
   */
  static Decision decide(
      Verdict validator, Decision opinion, Verdict submission, Optional<Decision> failure) {
    if (isBrokenPipe(validator)) {
      return failure.orElse(
          new Decision(Judgement.WA, "ended while the validator still spoke to it"));
    }
    boolean validatorSpoke =
        opinion.judgement() == Judgement.JE || submission instanceof Verdict.Killed;
    return validatorSpoke ? opinion : failure.orElse(opinion);
  }

  private static boolean isBrokenPipe(Verdict verdict) {
    return verdict instanceof Verdict.Signaled signaled
        && signaled.signal() == VerdictReading.SIGPIPE;
  }
}
