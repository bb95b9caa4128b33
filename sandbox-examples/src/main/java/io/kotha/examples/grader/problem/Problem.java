package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.SourceFile;
import java.util.List;
import java.util.Map;

/**
 * A problem package, read and checked.
 *
 * @param name name of its directory
 * @param title its name in words
 * @param limits what its programs may use
 * @param files whether submissions may write in their working directory
 * @param validation who decides
 * @param cases its test cases, sample before secret
 * @param submissions its example submissions
 * @param included files added to each submission, by language id; {@code default} for all
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

  /** What a submission may do in its working directory. */
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
