package io.kotha.sandbox;

/**
 * A pseudo-terminal ({@code pty(7)}) of one program. The program's descriptors 0, 1 and 2 are the
 * terminal; the streams of its {@link SandboxProcess} are the other side. {@link
 * SandboxProcess#resizeTerminal} changes its size.
 *
 * @param columns 1 to 65,535
 * @param rows 1 to 65,535
 */
public record Terminal(int columns, int rows) {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public Terminal {
    if (columns < 1 || columns > 65_535 || rows < 1 || rows > 65_535) {
      throw new IllegalArgumentException(
          "a terminal has 1 to 65535 columns and rows, not " + columns + "x" + rows);
    }
  }
}
