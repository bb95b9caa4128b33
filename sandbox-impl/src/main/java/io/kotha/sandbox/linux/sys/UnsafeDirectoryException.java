package io.kotha.sandbox.linux.sys;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A directory is not one that only root and this JVM's user can change. */
public final class UnsafeDirectoryException extends FileSystemException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  UnsafeDirectoryException(Path directory, String reason, String remedy) {
    super(directory.toString(), null, reason);
    this.remedy = remedy;
  }

  /** Returns a change by the administrator that makes the directory safe. */
  public String remedy() {
    return remedy;
  }
}
