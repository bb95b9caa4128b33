package io.kotha.examples.grader.judge;

/** The result of building a program. */
sealed interface Build {

  /** The program is ready to run. */
  record Done(Program program) implements Build {}

  /** The source does not compile. */
  record Failed(String reason) implements Build {}

  /** This host cannot build or run the program's language. */
  record Impossible(String reason) implements Build {}
}
