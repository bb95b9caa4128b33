package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.ProblemLimits;
import io.kotha.examples.grader.problem.ProgramSource;
import io.kotha.examples.grader.problem.Validation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A factory of the runner for a problem. It builds the validators once for all submissions. */
final class ProblemJudge {

  private final Rooms rooms;
  private final ValidatorBuilder validators;
  private final Scratch scratch;

  ProblemJudge(Rooms rooms, ValidatorBuilder validators, Scratch scratch) {
    this.rooms = rooms;
    this.validators = validators;
    this.scratch = scratch;
  }

  /**
   * Builds the problem's validators and returns the runner for its submissions.
   *
   * @throws IOException if a validator cannot be built: a judging error for every submission
   */
  CaseRunner prepare(Problem problem) throws IOException, InterruptedException {
    Validation validation = problem.validation();
    if (validation instanceof Validation.Interactive interactive) {
      return new InteractiveRunner(
          rooms, scratch, problem, validators.build(interactive.program(), problem.limits()));
    }
    if (validation instanceof Validation.Custom custom) {
      return new BatchRunner(rooms, problem, validator(custom, problem.limits()));
    }
    return new BatchRunner(rooms, problem, new DefaultOutputValidator());
  }

  private OutputValidator validator(Validation.Custom custom, ProblemLimits limits)
      throws IOException, InterruptedException {
    List<Program> programs = new ArrayList<>();
    OutputValidator validator = new CustomOutputValidator(rooms, scratch, limits, programs);
    boolean built = false;
    try {
      for (ProgramSource source : custom.programs()) {
        programs.add(validators.build(source, limits));
      }
      built = true;
      return validator;
    } finally {
      if (!built) {
        validator.close();
      }
    }
  }
}
