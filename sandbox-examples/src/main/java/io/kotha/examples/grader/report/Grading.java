package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Packages;
import io.kotha.sandbox.limits.Limits;
import java.util.List;

/**
 * The packages and results that a run of the grader reports.
 *
 * @param packages the packages, also those that cannot be read
 * @param results the results of their submissions
 * @param fallback the accepted behaviour on a host that provides no cgroup
 */
public record Grading(Packages packages, List<SubmissionResult> results, Limits.Fallback fallback) {

  public Grading {
    results = List.copyOf(results);
  }
}
