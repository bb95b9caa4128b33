package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A kernel pipe whose two ends go to two rooms. Thread-safe. */
public final class LinuxSandboxPipe implements SandboxPipe {

  private static final int TAKEN = -1;

  private final Native kernel;
  private final AtomicInteger readEnd;
  private final AtomicInteger writeEnd;

  private LinuxSandboxPipe(Native kernel, int readEnd, int writeEnd) {
    this.kernel = kernel;
    this.readEnd = new AtomicInteger(readEnd);
    this.writeEnd = new AtomicInteger(writeEnd);
  }

  /** Creates a pipe. */
  public static LinuxSandboxPipe open(Native kernel) throws SandboxException {
    try {
      int[] ends = kernel.pipe();
      return new LinuxSandboxPipe(kernel, ends[0], ends[1]);
    } catch (IOException e) {
      throw new SandboxException("a pipe cannot be created: " + e.getMessage(), e);
    }
  }

  /** Returns a pipe of the API as one of this provider. */
  static LinuxSandboxPipe of(SandboxPipe pipe) throws SandboxException {
    if (pipe instanceof LinuxSandboxPipe own) {
      return own;
    }
    throw new SandboxException(
        "the pipe was made by another provider: make it with Sandbox.pipe()");
  }

  /** Returns the read end, which the caller owns from now on. */
  int takeReadEnd() throws SandboxException {
    return take(readEnd, "reading");
  }

  /** Returns the write end, which the caller owns from now on. */
  int takeWriteEnd() throws SandboxException {
    return take(writeEnd, "writing");
  }

  @Override
  public Hold hold(End end) throws SandboxException {
    int fd = (end == End.READING ? readEnd : writeEnd).get();
    if (fd == TAKEN) {
      throw gone(end == End.READING ? "reading" : "writing");
    }
    try {
      AtomicInteger copy = new AtomicInteger(kernel.duplicate(fd));
      return () -> kernel.close(copy.getAndSet(TAKEN));
    } catch (IOException e) {
      throw new SandboxException("the end cannot be duplicated: " + e.getMessage(), e);
    }
  }

  private static int take(AtomicInteger end, String name) throws SandboxException {
    int fd = end.getAndSet(TAKEN);
    if (fd == TAKEN) {
      throw gone(name);
    }
    return fd;
  }

  private static SandboxException gone(String name) {
    return new SandboxException(
        "the " + name + " end of the pipe was given to a program or closed: make another pipe");
  }

  @Override
  public void close() {
    kernel.close(readEnd.getAndSet(TAKEN));
    kernel.close(writeEnd.getAndSet(TAKEN));
  }
}
