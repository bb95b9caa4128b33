package io.kotha.sandbox.linux.structure.circle;

/** Depends on {@link Right}, which depends on this. */
record Left(Right.Part part) {

  /** A nested class is part of the circle of its top-level class. */
  static final class Part {}
}
