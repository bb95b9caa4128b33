package io.kotha.examples.grader.judge;

/** What became of compiling a program. */
sealed interface Build {

  /** It can be run. */
  record Done(Program program) implements Build {}

  /** The program is to blame. */
  record Failed(String reason) implements Build {}

  /** This host cannot build it. */
  record Impossible(String reason) implements Build {}
}
