package io.kotha.sandbox.linux.stdio;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes to the JVM's side of a program's stdin. Closing it ends the input; a terminal hangs up,
 * and the program gets SIGHUP.
 */
final class ProgramInput extends OutputStream {

  private final StreamDescriptor descriptor;

  /**
   * @param descriptor the JVM's side; the stream owns it
   */
  ProgramInput(StreamDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    descriptor.write(from, offset, length);
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
