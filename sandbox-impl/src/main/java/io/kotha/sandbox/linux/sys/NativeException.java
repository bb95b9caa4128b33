package io.kotha.sandbox.linux.sys;

import java.io.IOException;

/** A system call of the JVM's own side failed. */
public final class NativeException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int errno;

  public NativeException(String call, int errno) {
    super(call + ": " + Errno.describe(errno));
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }
}
