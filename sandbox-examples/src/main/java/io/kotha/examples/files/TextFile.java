package io.kotha.examples.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text file that a tool writes. An earlier room may have written to its directory, so no symbolic
 * link is followed anywhere in its path, and nothing but a regular file is opened: a FIFO would
 * block, and a device would take the text.
 */
public final class TextFile {

  private static final Set<OpenOption> REPLACE =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          LinkOption.NOFOLLOW_LINKS);

  private static final Set<OpenOption> KEEP =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private TextFile() {}

  /** Creates or replaces the text. Its directory must exist. */
  public static void write(Path path, String text) throws IOException {
    within(
        path,
        (directory, name) -> {
          requireRegularIfPresent(directory, name);
          try (SeekableByteChannel channel = directory.newByteChannel(name, REPLACE)) {
            for (ByteBuffer rest = StandardCharsets.UTF_8.encode(text); rest.hasRemaining(); ) {
              channel.write(rest);
            }
          }
        });
  }

  /**
   * Checks that a text can be written, and changes nothing: a text that is there stays as it is
   * until {@link #write} replaces it.
   */
  public static void check(Path path) throws IOException {
    within(
        path,
        (directory, name) -> {
          if (requireRegularIfPresent(directory, name)) {
            directory.newByteChannel(name, KEEP).close();
          } else if (!Files.isWritable(path.toAbsolutePath().resolveSibling("."))) {
            throw new FileSystemException(name.toString(), null, "cannot be created there");
          }
        });
  }

  /** A use of a file's open directory. */
  private interface Use {
    void of(SecureDirectoryStream<Path> directory, Path name) throws IOException;
  }

  @SuppressWarnings("StreamResourceLeak") // "below" closes the root directory
  private static void within(Path path, Use use) throws IOException {
    Path file = path.toAbsolutePath().normalize();
    Path name = file.getFileName();
    Path parent = file.getParent();
    if (name == null || parent == null) {
      throw new FileSystemException(path.toString(), null, "not a file");
    }
    // Open each directory from the root directory on, so that no part of the path is a link.
    try (SecureDirectoryStream<Path> directory =
        Directories.below(Files.newDirectoryStream(parent.getRoot()), parent)) {
      use.of(directory, name);
    } catch (FileSystemException e) {
      throw new FileSystemException(path.toString(), null, "\"" + e.getFile() + "\" " + reason(e));
    }
  }

  private static @Nullable String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist; create the directory";
    }
    return e instanceof AccessDeniedException ? "cannot be opened: EACCES" : e.getReason();
  }

  /** Returns whether the file exists. */
  private static boolean requireRegularIfPresent(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    try {
      if (!Directories.attributes(directory, name).isRegularFile()) {
        throw new FileSystemException(
            name.toString(), null, "is not a regular file" + Directories.NO_LINK);
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
