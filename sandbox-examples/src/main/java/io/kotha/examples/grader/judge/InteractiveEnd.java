package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.Verdict;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Who ended first, and what follows from it, as the judges of the ICPC have it:
 *
 * <ol>
 *   <li>a validator that fails is a judging error, unless the submission left it speaking to
 *       nobody;
 *   <li>a validator that ends first and rejects decides: what the submission does once nobody
 *       listens (a broken pipe, an end of file it did not expect, an endless loop) is not held
 *       against it in any other way;
 *   <li>else a submission that fails has that verdict;
 *   <li>else the validator decides.
 * </ol>
 */
final class InteractiveEnd {

  private enum Side {
    VALIDATOR,
    SUBMISSION
  }

  private final AtomicReference<Side> first = new AtomicReference<>();

  /** Notes the end; true if the validator has decided and the submission need not go on. */
  boolean validatorEnded(Verdict verdict) {
    first.compareAndSet(null, Side.VALIDATOR);
    return validatorWasFirst() && !ValidatorVerdict.accepts(verdict);
  }

  /** Notes the end. */
  void submissionEnded() {
    first.compareAndSet(null, Side.SUBMISSION);
  }

  /**
   * Decides, when both have ended.
   *
   * @param validator how the validator ended
   * @param opinion what that means
   * @param submission how the submission ended
   * @param failure what that says by itself, if anything
   */
  Decision decide(
      Verdict validator, Decision opinion, Verdict submission, Optional<Decision> failure) {
    if (isBrokenPipe(validator)) {
      return failure.orElse(
          new Decision(Judgement.WA, "ended while the validator still spoke to it"));
    }
    boolean validatorSpoke =
        opinion.judgement() == Judgement.JE
            || (opinion.judgement() == Judgement.WA
                && (validatorWasFirst() || isBrokenPipe(submission)));
    return validatorSpoke ? opinion : failure.orElse(opinion);
  }

  private boolean validatorWasFirst() {
    return first.get() == Side.VALIDATOR;
  }

  private static boolean isBrokenPipe(Verdict verdict) {
    return verdict instanceof Verdict.Signaled signaled
        && signaled.signal() == VerdictReading.SIGPIPE;
  }
}
