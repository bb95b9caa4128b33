package io.kotha.examples.grader.problem;

/** How a submission, or a run of it on one test case, is judged. */
public enum Judgement {
  AC("accepted"),
  WA("wrong answer"),
  TLE("time limit exceeded"),
  RTE("run-time error"),
  MLE("memory limit exceeded"),
  OLE("output limit exceeded"),
  CE("compile error"),
  /** The grader, the validator or the host failed: nothing is said about the submission. */
  JE("judging error"),
  /** Not judged: this host has no tool chain for it. */
  SKIPPED("skipped");

  private final String label;

  Judgement(String label) {
    this.label = label;
  }

  /** In words. */
  public String label() {
    return label;
  }

  /** Whether it says something about the submission. */
  public boolean isJudged() {
    return this != JE && this != SKIPPED;
  }
}
