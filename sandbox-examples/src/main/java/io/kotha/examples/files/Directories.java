package io.kotha.examples.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/** Open directories, whose entries are looked up without following a symbolic link. */
final class Directories {

  static final String NO_LINK = ", and no symbolic link is followed";

  private Directories() {}

  /** Opens a directory below another, each part below the one before; closes the other. */
  @SuppressWarnings("StreamResourceLeak") // the next part closes it, the last one the caller
  static SecureDirectoryStream<Path> below(DirectoryStream<Path> start, Iterable<Path> names)
      throws IOException {
    SecureDirectoryStream<Path> reached = secure(start);
    for (Path name : names) {
      try (SecureDirectoryStream<Path> above = reached) {
        if (!attributes(above, name).isDirectory()) {
          throw new FileSystemException(name.toString(), null, "is not a directory" + NO_LINK);
        }
        reached = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return reached;
  }

  /** Reads the attributes of an entry; those of a symbolic link are its own. */
  static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    return directory
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  /** Every directory stream of the JDK on Linux is one. */
  static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
    return (SecureDirectoryStream<Path>) stream;
  }
}
