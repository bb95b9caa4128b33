package io.kotha.examples.grader.problem;

import java.util.List;

/** The kind of validator that judges outputs. */
public sealed interface Validation {

  /** The format's default validator, which compares token by token. */
  record Default() implements Validation {}

  /** Validators of the package that read the complete output; all of them must accept it. */
  record Custom(List<ProgramSource> programs) implements Validation {
    public Custom {
      programs = List.copyOf(programs);
    }
  }

  /** A validator of the package that communicates with the submission while both run. */
  record Interactive(ProgramSource program) implements Validation {}
}
