package io.kotha.examples.grader.report;

import io.kotha.examples.grader.judge.CaseResult;
import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Expectation;
import io.kotha.examples.grader.problem.Judgement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Sample results for tests of reports. */
final class Samples {

  /** Text that attacks a page, a terminal or a JSON file if it is not escaped. */
  static final String HOSTILE =
      "</td><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u001b[2J\u202e\n\0]]>";

  private Samples() {}

  static SubmissionResult result(String name, Judgement expected, Judgement got, String reason) {
    return new SubmissionResult(
        "p",
        name,
        "C",
        new Expectation(List.of(expected)),
        got,
        reason,
        List.of(
            test("sample/1", Judgement.AC, 12, 20, OptionalLong.of(3 << 20), ""),
            test("secret/1", got, 340, 500, OptionalLong.of(40 << 20), reason)));
  }

  static SubmissionResult skipped(String name) {
    return new SubmissionResult(
        "p",
        name,
        "Kotlin",
        new Expectation(List.of(Judgement.AC)),
        Judgement.SKIPPED,
        "this host has no kotlinc",
        List.of());
  }

  static CaseResult test(
      String name, Judgement judgement, long cpu, long wall, OptionalLong memory, String reason) {
    return new CaseResult(
        name,
        judgement,
        Optional.of(Duration.ofMillis(cpu)),
        Optional.of(Duration.ofMillis(wall)),
        memory,
        reason);
  }
}
