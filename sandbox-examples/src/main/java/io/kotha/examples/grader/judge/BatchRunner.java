package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.TestCase;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Stdio;
import java.io.IOException;
import java.util.Optional;

/** A runner for non-interactive problems: it validates the output after the submission ends. */
final class BatchRunner implements CaseRunner {

  private final Rooms rooms;
  private final Problem problem;
  private final OutputValidator validator;

  BatchRunner(Rooms rooms, Problem problem, OutputValidator validator) {
    this.rooms = rooms;
    this.problem = problem;
    this.validator = validator;
  }

  @Override
  public CaseResult run(Program submission, TestCase test)
      throws IOException, InterruptedException {
    // Pass bytes, never the file: a program with the grader's uid could reopen the file for writing
    // through /proc/self/fd/0; where Landlock forbids that, it could not open /dev/stdin either.
    Stdio input = Stdio.bytes(test.input().content());
    SandboxResult result =
        rooms
            .run(submission, problem, test)
            .run(Rooms.submission(submission, problem.limits(), test).stdin(input));
    Optional<Decision> failure = VerdictReading.failure(result.verdict(), submission.needs());
    Decision decision =
        failure.isPresent()
            ? failure.get().because(Excerpt.tail(result.stderrBytes()))
            : validator.validate(test, result.stdoutBytes());
    return CaseResult.of(test.name(), decision, result.usage());
  }

  @Override
  public void close() throws IOException {
    validator.close();
  }
}
