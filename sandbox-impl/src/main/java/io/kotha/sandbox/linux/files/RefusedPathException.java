package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.linux.sys.Errno;
import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a path of the caller is not used. The message names path, errno and remedy. */
public final class RefusedPathException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int errno;
  private final String hint;

  RefusedPathException(Path path, int errno, String hint) {
    super(path + ": " + Errno.name(errno) + (hint.isEmpty() ? "" : ": " + hint));
    this.errno = errno;
    this.hint = hint;
  }

  /** Returns the error number with which the kernel refused the path. */
  public int errno() {
    return errno;
  }

  String hint() {
    return hint;
  }
}
