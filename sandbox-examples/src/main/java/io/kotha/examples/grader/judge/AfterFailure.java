package io.kotha.examples.grader.judge;

/** What to do with a submission that has failed a test case. */
public enum AfterFailure {
  /** Its verdict is known. */
  STOP,
  /** Run the rest of the cases all the same, to see its figures. */
  GO_ON
}
