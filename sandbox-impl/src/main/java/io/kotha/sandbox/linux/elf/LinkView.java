package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.file.Path;

/** The names and symbolic links of a file system. All paths are absolute. */
public interface LinkView {

  /** The kind of a file; {@link #MISSING} if there is none. */
  enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    OTHER,
    MISSING
  }

  /** Returns the kind of the file at a path. A symbolic link as the last part is not followed. */
  Kind kind(Path path);

  /** Returns the target of a symbolic link. */
  String link(Path path) throws IOException;

  /** Returns whether a path is a symbolic link of the system: see {@link SystemPlaces}. */
  boolean isSystemLink(Path path);
}
