package io.kotha.sandbox.files;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file or directory that is copied out of a room after its last process is dead. Only regular
 * files with one link, at most 64 directories deep, are copied. {@link SandboxResult#leftOut} lists
 * the first 100 omitted files: symbolic links, FIFOs, devices, sockets, hard links and files over a
 * limit. Copies get the JVM's owner and default mode, or mode 0755 if the file is executable; never
 * a set-id bit. Immutable.
 *
 * @param source absolute path inside the room; nothing is copied if it does not exist
 * @param target path on the host: the file, or the directory of the copied tree. Its parent must
 *     exist, without symbolic links other than the system's. A regular file is replaced; a symbolic
 *     link below the parent is never followed
 * @param maxBytes limit on the total size of all files
 * @param maxFiles limit on the number of entries below a directory, 1 or more. Files, directories
 *     and omitted entries count alike; no entry beyond the limit is looked at
 */
public record CopyOut(String source, Path target, MemorySize maxBytes, int maxFiles) {

  /** The default limit on the total size: 64 MiB. */
  public static final MemorySize DEFAULT_MAX_BYTES = MemorySize.MiB(64);

  /** The default limit on the number of entries: 1,000. */
  public static final int DEFAULT_MAX_FILES = 1_000;

  /**
   * Checks the components and normalizes the source.
   *
   * @throws IllegalArgumentException if {@code source} is not absolute or contains {@code ..}, if
   *     {@code target} belongs to another file system than the host's, or if {@code maxFiles} is
   *     not positive
   */
  public CopyOut {
    source = Arguments.roomPath("source", source);
    Arguments.requireHostPath("target", target);
    Objects.requireNonNull(maxBytes, "maxBytes");
    if (maxFiles < 1) {
      throw new IllegalArgumentException("maxFiles must be 1 or more, not " + maxFiles);
    }
  }
}
