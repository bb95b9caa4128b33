package io.kotha.sandbox;

/**
 * A pseudo-terminal of its own for the program: all three descriptors are it, and the streams of
 * the {@link SandboxProcess} are the other side.
 */
public record Terminal(int columns, int rows) {
  public Terminal {
    if (columns < 1 || columns > 65_535 || rows < 1 || rows > 65_535) {
      throw new IllegalArgumentException("no such terminal size: " + columns + "x" + rows);
    }
  }
}
