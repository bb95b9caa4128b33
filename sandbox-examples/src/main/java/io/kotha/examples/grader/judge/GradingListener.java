package io.kotha.examples.grader.judge;

/**
 * A listener for judged submissions. Called in any order, concurrently, by the grader's threads.
 */
public interface GradingListener {

  /** Handles a judged submission. */
  void judged(SubmissionResult result);
}
