package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A kernel pipe whose two ends go to two rooms. Thread-safe: a lock guards every use of an end,
 * because its number may be that of another file as soon as it is closed.
 */
public final class LinuxSandboxPipe implements SandboxPipe {

  private static final int TAKEN = -1;

  private final Native kernel;
  private int readEnd;
  private int writeEnd;

  private LinuxSandboxPipe(Native kernel, int readEnd, int writeEnd) {
    this.kernel = kernel;
    this.readEnd = readEnd;
    this.writeEnd = writeEnd;
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
  synchronized int takeReadEnd() throws SandboxException {
    int fd = require(readEnd, "reading");
    readEnd = TAKEN;
    return fd;
  }

  /** Returns the write end, which the caller owns from now on. */
  synchronized int takeWriteEnd() throws SandboxException {
    int fd = require(writeEnd, "writing");
    writeEnd = TAKEN;
    return fd;
  }

  @Override
  public synchronized Hold hold(End end) throws SandboxException {
    int fd = end == End.READING ? require(readEnd, "reading") : require(writeEnd, "writing");
    try {
      AtomicInteger copy = new AtomicInteger(kernel.duplicate(fd));
      return () -> kernel.close(copy.getAndSet(TAKEN));
    } catch (IOException e) {
      throw new SandboxException("the end cannot be duplicated: " + e.getMessage(), e);
    }
  }

  private static int require(int fd, String name) throws SandboxException {
    if (fd == TAKEN) {
      throw new SandboxException(
          "the " + name + " end of the pipe was given to a program or closed: make another pipe");
    }
    return fd;
  }

  @Override
  public synchronized void close() {
    kernel.close(readEnd);
    kernel.close(writeEnd);
    readEnd = TAKEN;
    writeEnd = TAKEN;
  }
}
