package io.kotha.examples.grader.problem;

import java.util.List;

/** Who decides whether an output is right. */
public sealed interface Validation {

  /** The format's own comparison, token by token. */
  record Default() implements Validation {}

  /** Programs of the package that read the finished output; all of them must accept it. */
  record Custom(List<ProgramSource> programs) implements Validation {
    public Custom {
      programs = List.copyOf(programs);
    }
  }

  /** A program of the package that talks with the submission while both run. */
  record Interactive(ProgramSource program) implements Validation {}
}
