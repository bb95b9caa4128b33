package io.kotha.examples.grader.judge;

/** Told of each submission when it is judged, in any order, by any thread. */
public interface GradingListener {

  void judged(SubmissionResult result);
}
