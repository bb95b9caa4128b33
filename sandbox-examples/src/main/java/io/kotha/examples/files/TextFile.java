package io.kotha.examples.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * A text file that a tool writes. An earlier room may have written to its directory, so no symbolic
 * link is followed anywhere in its path, and nothing but a regular file is opened: a FIFO would
 * block, and a device would take the text.
 */
public final class TextFile {

  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          LinkOption.NOFOLLOW_LINKS);

  private static final String NO_LINK = ", and no symbolic link is followed";

  private TextFile() {}

  /** Creates or replaces the text. */
  public static void write(Path path, String text) throws IOException {
    Path file = path.toAbsolutePath().normalize();
    Path name = file.getFileName();
    Path parent = file.getParent();
    if (name == null || parent == null) {
      throw new FileSystemException(path.toString(), null, "not a file");
    }
    try (SecureDirectoryStream<Path> directory = directory(parent)) {
      requireRegularOrMissing(directory, name);
      try (SeekableByteChannel channel = directory.newByteChannel(name, OPTIONS)) {
        for (ByteBuffer rest = StandardCharsets.UTF_8.encode(text); rest.hasRemaining(); ) {
          channel.write(rest);
        }
      }
    } catch (FileSystemException e) {
      String reason = e instanceof NoSuchFileException ? "does not exist" : e.getReason();
      throw new FileSystemException(path.toString(), null, "\"" + e.getFile() + "\" " + reason);
    }
  }

  private static void requireRegularOrMissing(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    try {
      if (!attributes(directory, name).isRegularFile()) {
        throw new FileSystemException(name.toString(), null, "is not a regular file" + NO_LINK);
      }
    } catch (NoSuchFileException e) {
      return; // it is created
    }
  }

  /** Opens a directory from the root directory on, each part below the one before. */
  @SuppressWarnings("StreamResourceLeak") // the next part closes it, the last one the caller
  private static SecureDirectoryStream<Path> directory(Path path) throws IOException {
    SecureDirectoryStream<Path> reached = secure(Files.newDirectoryStream(path.getRoot()));
    for (Path name : path) {
      try (SecureDirectoryStream<Path> above = reached) {
        if (!attributes(above, name).isDirectory()) {
          throw new FileSystemException(name.toString(), null, "is not a directory" + NO_LINK);
        }
        reached = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return reached;
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    return directory
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  /** Every directory stream of the JDK on Linux is one. */
  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
    return (SecureDirectoryStream<Path>) stream;
  }
}
