package io.kotha.examples.grader.language;

/** Which language a program is in. */
public sealed interface Detection {

  /** This one. */
  record Found(Language language) implements Detection {}

  /** None of the table: the program cannot be judged here. */
  record Unknown(String reason) implements Detection {}

  /** More than one: it cannot be built, and that is the program's fault. */
  record Ambiguous(String reason) implements Detection {}
}
