package io.kotha.sandbox.linux.sys;

import java.io.IOException;

/** A system call that the JVM made failed. The message names the call and the errno. */
public final class NativeException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int errno;

  /**
   * @param call the name of the call, with its path if it has one
   * @param errno the value of {@code errno(3)}
   */
  public NativeException(String call, int errno) {
    super(call + ": " + Errno.describe(errno));
    this.errno = errno;
  }

  /** Returns the value of {@code errno(3)}. */
  public int errno() {
    return errno;
  }
}
