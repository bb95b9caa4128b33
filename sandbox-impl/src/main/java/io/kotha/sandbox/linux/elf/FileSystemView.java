package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files that programs and libraries are looked for in. All paths are absolute. */
public interface FileSystemView {

  /** What stands at a path; a symbolic link as its last part is not followed. */
  enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    OTHER,
    MISSING
  }

  Kind kind(Path path);

  /** The text of a symbolic link. */
  String link(Path path) throws IOException;

  /** Opens a file. */
  ByteSource open(Path path) throws IOException;

  /** What is in a directory, sorted; nothing if it is not there. */
  List<Path> list(Path directory);
}
