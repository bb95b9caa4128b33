package io.kotha.examples.grader.judge;

/** The continuation after a submission's first failed test case. */
public enum AfterFailure {
  /** Skip the remaining test cases: the first failure decides the verdict. */
  STOP,
  /** Run the remaining test cases, to measure them. */
  GO_ON
}
