package io.kotha.sandbox.files;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file or directory taken out of the room after its last process is dead. Regular files only: a
 * symbolic link, FIFO, device, socket or hard link is left out, and {@link SandboxResult#leftOut}
 * says so. Set-id bits are stripped.
 *
 * @param source absolute path inside the room; nothing happens if it does not exist
 * @param target path on the host: the file, or the directory to put the tree in; must not exist as
 *     a symbolic link
 * @param maxBytes cap on the sum of all files
 * @param maxFiles cap on the number of files
 */
public record CopyOut(String source, Path target, MemorySize maxBytes, int maxFiles) {

  /** 64 MiB. */
  public static final MemorySize DEFAULT_MAX_BYTES = MemorySize.MiB(64);

  /** 1,000 files. */
  public static final int DEFAULT_MAX_FILES = 1_000;

  public CopyOut {
    Arguments.requireAbsolutePath(source);
    Objects.requireNonNull(target, "target");
    if (maxFiles < 1) {
      throw new IllegalArgumentException("maxFiles must be 1 or more, not " + maxFiles);
    }
  }
}
