package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Judgement;

/**
 * A judgement with its reason.
 *
 * @param reason the explanation; may hold untrusted bytes, so escape it before display
 */
record Decision(Judgement judgement, String reason) {

  /** Appends the program's output to the reason of a run-time error. */
  Decision because(String output) {
    return judgement == Judgement.RTE
        ? new Decision(judgement, Excerpt.join(reason, output))
        : this;
  }
}
