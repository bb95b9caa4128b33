package io.kotha.sandbox.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a directory or file of a cgroup hierarchy could not be created or written. */
final class CgroupAccessException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Path path;

  public CgroupAccessException(Path path, String reason) {
    super(path + ": " + reason);
    this.path = path;
  }

  public CgroupAccessException(Path path, IOException cause) {
    super(path + ": " + CgroupFile.reason(cause), cause);
    this.path = path;
  }

  /** Returns the directory or file. */
  Path path() {
    return path;
  }
}
