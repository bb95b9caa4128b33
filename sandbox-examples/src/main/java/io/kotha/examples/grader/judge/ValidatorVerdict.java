package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.language.Language.Needs;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.Verdict;

/** The meaning of a validator's verdict: exit status 42 accepts, 43 rejects, all else is JE. */
final class ValidatorVerdict {

  private static final int ACCEPT = 42;
  private static final int REJECT = 43;

  private ValidatorVerdict() {}

  static boolean accepts(Verdict verdict) {
    return verdict instanceof Verdict.Exited exited && exited.code() == ACCEPT;
  }

  static Decision of(Program program, Verdict verdict, String message) {
    if (accepts(verdict)) {
      return new Decision(Judgement.AC, message);
    }
    if (verdict instanceof Verdict.Exited exited && exited.code() == REJECT) {
      return new Decision(Judgement.WA, message.isBlank() ? "rejected by the validator" : message);
    }
    String cause =
        VerdictReading.failure(verdict, Needs.PLAIN).map(Decision::reason).orElse("exit status 0");
    return new Decision(
        Judgement.JE, Excerpt.join("validator " + program.name() + " failed: " + cause, message));
  }
}
