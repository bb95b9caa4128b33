package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.NativeException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the JVM's side of a pseudo-terminal. It shares its descriptor with {@link ProgramInput},
 * which closes it: opening {@code /dev/ptmx} again would create another terminal.
 */
final class TerminalInput extends InputStream {

  private final StreamDescriptor terminal;

  TerminalInput(StreamDescriptor terminal) {
    this.terminal = terminal;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      int n = terminal.read(to, offset, length);
      return n == 0 ? -1 : n;
    } catch (NativeException e) {
      if (e.errno() == Errno.EIO) { // every descriptor of the program's side is closed: pty(7)
        return -1;
      }
      throw e;
    }
  }

  @Override
  public int available() throws IOException {
    return terminal.available();
  }
}
