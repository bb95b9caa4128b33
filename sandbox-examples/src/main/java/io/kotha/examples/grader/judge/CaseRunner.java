package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.TestCase;
import java.io.IOException;

/** A runner that judges submissions on single test cases. */
interface CaseRunner extends AutoCloseable {

  /**
   * Runs a submission on one test case and judges it.
   *
   * @throws IOException if the submission cannot be judged: a judging error
   */
  CaseResult run(Program submission, TestCase test) throws IOException, InterruptedException;

  /** Deletes the validators that it built. */
  @Override
  default void close() throws IOException {}
}
