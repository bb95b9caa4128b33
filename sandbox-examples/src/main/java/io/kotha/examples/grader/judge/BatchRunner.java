package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.TestCase;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Stdio;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The plain way: the submission reads its input, ends, and then its output is validated. */
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
    // Bytes, never the file itself: a program that shares the grader's uid could open the file
    // behind its descriptor again, for writing.
    Stdio input = Stdio.bytes(Files.readAllBytes(test.input()));
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
}
