package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Judgement;

/**
 * A judgement and why.
 *
 * @param judgement what was decided
 * @param reason in words; holds bytes of strangers: escape before display
 */
record Decision(Judgement judgement, String reason) {

  /** The same with a program's own words behind it, where it is an error of the program. */
  Decision because(String words) {
    return judgement == Judgement.RTE ? new Decision(judgement, Excerpt.join(reason, words)) : this;
  }
}
