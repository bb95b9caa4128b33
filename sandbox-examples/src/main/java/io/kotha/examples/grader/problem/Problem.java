package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.SourceFile;
import java.util.List;
import java.util.Map;

/**
 * A validated problem package.
 *
 * @param name the name of its directory
 * @param title its title
 * @param limits the limits of its programs
 * @param files the access of submissions to their working directory
 * @param validation the validator of the outputs
 * @param cases its test cases, sample before secret
 * @param submissions its example submissions
 * @param included files added to each submission, by language id; {@code default} for all languages
 */
public record Problem(
    String name,
    String title,
    ProblemLimits limits,
    WorkingDirectory files,
    Validation validation,
    List<TestCase> cases,
    List<Submission> submissions,
    Map<String, List<SourceFile>> included) {

  /** The access of a submission to its working directory. */
  public enum WorkingDirectory {
    READ_ONLY,
    WRITABLE
  }

  public Problem {
    cases = List.copyOf(cases);
    submissions = List.copyOf(submissions);
    included = Map.copyOf(included);
  }
}
