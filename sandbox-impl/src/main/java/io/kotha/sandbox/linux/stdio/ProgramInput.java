package io.kotha.sandbox.linux.stdio;

import java.io.IOException;
import java.io.OutputStream;

/** Writes to the JVM's side of a pseudo-terminal. Closing it hangs up: the program gets SIGHUP. */
final class TerminalOutput extends OutputStream {

  private final StreamDescriptor terminal;

  /**
   * @param terminal the JVM's side; the stream owns it
   */
  TerminalOutput(StreamDescriptor terminal) {
    this.terminal = terminal;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    terminal.write(from, offset, length);
  }

  @Override
  public void close() {
    terminal.close();
  }
}
