package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file system in which programs and libraries are searched. All paths are absolute. */
public interface FileSystemView {

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

  /** Opens a file. */
  ByteSource open(Path path) throws IOException;

  /** Returns the sorted entries of a directory; none if the directory does not exist. */
  List<Path> list(Path directory);
}
