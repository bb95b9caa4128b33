package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A kernel pipe whose two ends go to two rooms. */
public final class LinuxSandboxPipe implements SandboxPipe {

  private static final int TAKEN = -1;

  private final Native kernel;
  private final AtomicInteger source;
  private final AtomicInteger sink;

  private LinuxSandboxPipe(Native kernel, int source, int sink) {
    this.kernel = kernel;
    this.source = new AtomicInteger(source);
    this.sink = new AtomicInteger(sink);
  }

  public static LinuxSandboxPipe open(Native kernel) throws SandboxException {
    try {
      int[] ends = kernel.pipe();
      return new LinuxSandboxPipe(kernel, ends[0], ends[1]);
    } catch (IOException e) {
      throw new SandboxException("no pipe: " + e.getMessage(), e);
    }
  }

  static LinuxSandboxPipe of(SandboxPipe pipe) throws SandboxException {
    if (pipe instanceof LinuxSandboxPipe own) {
      return own;
    }
    throw new SandboxException("this pipe is of another provider");
  }

  /** The reading end, which is the taker's from now on. */
  int takeSource() throws SandboxException {
    return take(source, "reading");
  }

  /** The writing end, which is the taker's from now on. */
  int takeSink() throws SandboxException {
    return take(sink, "writing");
  }

  @Override
  public Hold hold(End end) throws SandboxException {
    int fd = (end == End.READING ? source : sink).get();
    if (fd == TAKEN) {
      throw gone(end == End.READING ? "reading" : "writing");
    }
    try {
      AtomicInteger copy = new AtomicInteger(kernel.duplicate(fd));
      return () -> kernel.close(copy.getAndSet(TAKEN));
    } catch (IOException e) {
      throw new SandboxException("no second descriptor: " + e.getMessage(), e);
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
    return new SandboxException("the " + name + " end of this pipe was given away or closed");
  }

  @Override
  public void close() {
    kernel.close(source.getAndSet(TAKEN));
    kernel.close(sink.getAndSet(TAKEN));
  }
}
