package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.InputException;

/**
 * A package, or a folder of packages, that cannot be read: it is malformed, it is above a bound of
 * the reader, or a link leads out of it.
 *
 * @param name the name of its directory
 * @param failure the failure of the reader
 */
public record UnreadablePackage(String name, Throwable failure) {

  /** Returns the explanation; may hold untrusted text, so escape it before display. */
  public String reason() {
    return failure instanceof InputException
        ? String.valueOf(failure.getMessage())
        : "grader: " + failure;
  }
}
