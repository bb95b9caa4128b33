package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file system in which programs and libraries are searched. All paths are absolute. */
public interface FileSystemView extends LinkView {

  /** Opens a file. */
  ByteSource open(Path path) throws IOException;

  /** Returns the sorted entries of a directory; none if the directory does not exist. */
  List<Path> list(Path directory);

  /** Returns whether every user can create files in a directory, as in {@code /tmp}. */
  boolean isShared(Path directory);
}
