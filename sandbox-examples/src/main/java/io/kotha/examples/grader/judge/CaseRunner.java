package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.TestCase;
import java.io.IOException;

/** Runs a submission on one test case and judges it. */
interface CaseRunner {

  /**
   * Runs and judges.
   *
   * @throws IOException if no word about the submission can be said: a judging error
   */
  CaseResult run(Program submission, TestCase test) throws IOException, InterruptedException;
}
