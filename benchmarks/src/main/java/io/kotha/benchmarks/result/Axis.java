package io.kotha.benchmarks.result;

/** What the cost of a room must not depend on. */
public enum Axis {
  /** Of the JVM, touched. */
  HEAP("heap of the JVM"),
  /** Of the JVM, at rest. */
  THREADS("threads of the JVM"),
  /** Of the JVM, beside the one that is measured. */
  ROOMS("live rooms"),
  /** In the JVM's mount namespace. */
  MOUNTS("mounts of the host");

  private final String label;

  Axis(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }
}
