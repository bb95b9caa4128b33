package io.kotha.examples.grader.language;

/** The result of detecting a program's language. */
public sealed interface Detection {

  /** Exactly one language matches. */
  record Found(Language language) implements Detection {}

  /** No language of the table matches: the program cannot be judged on this host. */
  record Unknown(String reason) implements Detection {}

  /** Several languages match: a compile error of the program. */
  record Ambiguous(String reason) implements Detection {}
}
