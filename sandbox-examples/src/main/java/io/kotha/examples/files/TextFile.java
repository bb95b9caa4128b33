package io.kotha.examples.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
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

  private TextFile() {}

  /** Creates or replaces the text. */
  public static void write(Path path, String text) throws IOException {
    Path file = path.toAbsolutePath().normalize();
    Path name = file.getFileName();
    Path parent = file.getParent();
    if (name == null || parent == null) {
      throw new FileSystemException(path.toString(), null, "not a file");
    }
    try (SecureDirectoryStream<Path> directory = open(parent)) {
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
      if (!Directories.attributes(directory, name).isRegularFile()) {
        throw new FileSystemException(
            name.toString(), null, "is not a regular file" + Directories.NO_LINK);
      }
    } catch (NoSuchFileException e) {
      return; // it is created
    }
  }

  /** Opens a directory from the root directory on, so that no part of its path is a link. */
  private static SecureDirectoryStream<Path> open(Path path) throws IOException {
    return Directories.below(Files.newDirectoryStream(path.getRoot()), path);
  }
}
