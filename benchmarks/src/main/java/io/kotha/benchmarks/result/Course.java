package io.kotha.benchmarks.result;

/** A kind of communication over pipes that is measured. */
public enum Course {
  /** A program writes to stdout and the JVM reads. */
  STDOUT("throughput of stdout, read by the JVM", "MB/s"),
  /** The JVM writes and a program reads from stdin. */
  STDIN("throughput of stdin, written by the JVM", "MB/s"),
  /** Two programs exchange single bytes, without the JVM in between. */
  PING_PONG("one byte between two programs and back", "/s"),
  /** Two programs on one processor exchange single bytes, without the JVM in between. */
  PING_PONG_PINNED("one byte between two programs and back, on one processor", "/s");

  private final String label;
  private final String unit;

  Course(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** Returns the course's name in reports. */
  public String label() {
    return label;
  }

  /** Returns the unit of its figures. */
  public String unit() {
    return unit;
  }
}
