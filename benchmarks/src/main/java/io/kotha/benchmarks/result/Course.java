package io.kotha.benchmarks.result;

/** What goes through pipes while programs run, in one direction or to and fro. */
public enum Course {
  /** Of the program, read by the JVM. */
  STDOUT("throughput of stdout, read by the JVM", "MB/s"),
  /** Of the program, written by the JVM. */
  STDIN("throughput of stdin, written by the JVM", "MB/s"),
  /** One byte there and one back, the JVM not in the middle. */
  PING_PONG("one byte between two programs and back", "/s"),
  /** Likewise. */
  PING_PONG_PINNED("one byte between two programs and back, on one processor", "/s");

  private final String label;
  private final String unit;

  Course(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** Of what is counted. */
  public String unit() {
    return unit;
  }
}
