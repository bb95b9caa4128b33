package io.kotha.sandbox.linux;

import io.kotha.sandbox.linux.zygote.Native;
import io.kotha.sandbox.linux.zygote.NativeBuffer;
import io.kotha.sandbox.linux.zygote.NativeException;
import java.io.InputStream;

/**
 * Reads the JVM's side of a pseudo-terminal, by its descriptor: opening it again by name would make
 * another terminal. The descriptor is closed by the writing side.
 */
final class TerminalInput extends InputStream {

  private static final int CHUNK = 4096;

  private final Native kernel;
  private final int fd;
  private final NativeBuffer buffer;

  TerminalInput(Native kernel, int fd) {
    this.kernel = kernel;
    this.fd = fd;
    this.buffer = kernel.buffer(CHUNK);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    try {
      int n = kernel.readNow(fd, buffer, Math.min(length, CHUNK)).orElse(0);
      buffer.copyTo(to, offset, n);
      return n == 0 ? -1 : n;
    } catch (NativeException e) {
      return -1; // EIO: the program's side is closed
    }
  }
}
