package io.kotha.sandbox.linux.structure.circle;

/** Depends on {@link Left}, which depends on this. */
record Right(Left.Part part) {

  /** A nested class is part of the circle of its top-level class. */
  static final class Part {}
}
