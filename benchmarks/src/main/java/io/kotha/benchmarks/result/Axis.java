package io.kotha.benchmarks.result;

/** A dimension of the JVM or host on which the cost of a room must not depend. */
public enum Axis {
  /** The size of the JVM's touched heap. */
  HEAP("heap of the JVM"),
  /** The number of the JVM's parked threads. */
  THREADS("threads of the JVM"),
  /** The number of other live rooms of the JVM. */
  ROOMS("live rooms"),
  /** The number of mounts in the JVM's mount namespace. */
  MOUNTS("mounts of the host");

  private final String label;

  Axis(String label) {
    this.label = label;
  }

  /** Returns the axis's name in reports. */
  public String label() {
    return label;
  }
}
