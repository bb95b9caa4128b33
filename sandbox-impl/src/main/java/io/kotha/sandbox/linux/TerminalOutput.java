package io.kotha.sandbox.linux;

import io.kotha.sandbox.linux.zygote.Native;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes to the JVM's side of a pseudo-terminal, whose descriptor it owns. */
final class TerminalOutput extends OutputStream {

  private final Native kernel;
  private final AtomicInteger fd;

  TerminalOutput(Native kernel, AtomicInteger fd) {
    this.kernel = kernel;
    this.fd = fd;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    int open = fd.get();
    if (open < 0) {
      throw new IOException("Stream closed");
    }
    kernel.writeAll(open, java.util.Arrays.copyOfRange(from, offset, offset + length));
  }

  @Override
  public void close() {
    kernel.close(fd.getAndSet(-1));
  }
}
