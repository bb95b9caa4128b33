package io.kotha.examples.grader.problem;

/** The judgement on a submission, or on its run on one test case. */
public enum Judgement {
  AC("accepted"),
  WA("wrong answer"),
  TLE("time limit exceeded"),
  RTE("run-time error"),
  MLE("memory limit exceeded"),
  OLE("output limit exceeded"),
  CE("compile error"),
  /** The grader, the validator or the host failed; the submission is not judged. */
  JE("judging error"),
  /** Not judged, because this host lacks the language's tool chain. */
  SKIPPED("skipped");

  private final String label;

  Judgement(String label) {
    this.label = label;
  }

  /** Returns the judgement's name for reports. */
  public String label() {
    return label;
  }

  /** Returns whether the submission was judged. */
  public boolean isJudged() {
    return this != JE && this != SKIPPED;
  }
}
