package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.ProblemLimits;
import io.kotha.examples.grader.problem.TestCase;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Stdio;
import java.io.IOException;
import java.util.List;

/** The package's validators, each run in a room; the first that does not accept decides. */
final class CustomOutputValidator implements OutputValidator {

  private final Rooms rooms;
  private final Scratch scratch;
  private final ProblemLimits limits;
  private final List<Program> programs;

  CustomOutputValidator(
      Rooms rooms, Scratch scratch, ProblemLimits limits, List<Program> programs) {
    this.rooms = rooms;
    this.scratch = scratch;
    this.limits = limits;
    this.programs = programs;
  }

  @Override
  public Decision validate(TestCase test, byte[] output) throws IOException, InterruptedException {
    Decision decision = new Decision(Judgement.AC, "");
    for (Program program : programs) {
      decision = validate(program, test, output);
      if (decision.judgement() != Judgement.AC) {
        return decision;
      }
    }
    return decision;
  }

  @Override
  public void close() throws IOException {
    for (Program program : programs) {
      program.close();
    }
  }

  private Decision validate(Program program, TestCase test, byte[] output)
      throws IOException, InterruptedException {
    try (Feedback feedback = Feedback.open(scratch)) {
      SandboxResult result =
          rooms
              .validate(program, limits, test, feedback.directory())
              .run(Rooms.validator(program, limits, test).stdin(Stdio.bytes(output)));
      return ValidatorVerdict.of(
          program, result.verdict(), feedback.message(Excerpt.tail(result.stderrBytes())));
    }
  }
}
