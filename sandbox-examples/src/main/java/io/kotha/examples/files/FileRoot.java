package io.kotha.examples.files;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A directory whose files are opened beneath it, without following a symbolic link. Others may
 * write to the directory at any time, so a path that was resolved before says nothing about the
 * file that it names when it is opened.
 *
 * @param path the directory's path without symbolic links
 * @param key the directory's device and inode, by which a replaced directory is recognized
 */
public record FileRoot(Path path, Object key) {

  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  /** Returns the root for a directory; symbolic links that lead to it are resolved now. */
  public static FileRoot of(Path directory) throws IOException {
    Path real = directory.toRealPath();
    BasicFileAttributes attributes =
        Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isDirectory()) {
      throw new FileSystemException(directory.toString(), null, "is not a directory");
    }
    return new FileRoot(real, key(attributes));
  }

  /**
   * Reads at most {@code maxBytes} of a regular file.
   *
   * @param file the file's path without symbolic links
   */
  public byte[] read(Path file, int maxBytes) throws IOException {
    try (SecureDirectoryStream<Path> directory = directoryOf(file);
        SeekableByteChannel channel = open(directory, file)) {
      return Channels.newInputStream(channel).readNBytes(maxBytes);
    }
  }

  /** Returns the size of a regular file. */
  public long size(Path file) throws IOException {
    try (SecureDirectoryStream<Path> directory = directoryOf(file)) {
      return regular(directory, file).size();
    }
  }

  /**
   * Opens a regular file. It is checked before, because {@code open(2)} of a FIFO waits for a
   * writer, and again afterwards, because it can be replaced in between. The JDK has no {@code
   * O_NONBLOCK}: a FIFO that takes the file's place between the first check and {@code open(2)}
   * still blocks.
   */
  private static SeekableByteChannel open(SecureDirectoryStream<Path> directory, Path file)
      throws IOException {
    Object before = key(regular(directory, file));
    SeekableByteChannel channel = directory.newByteChannel(file.getFileName(), OPTIONS);
    try {
      channel.position(0); // lseek(2) of a FIFO is ESPIPE
      if (!before.equals(key(regular(directory, file)))) {
        throw new FileSystemException(file.toString(), null, "was replaced while it was opened");
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static BasicFileAttributes regular(SecureDirectoryStream<Path> directory, Path file)
      throws IOException {
    BasicFileAttributes attributes = Directories.attributes(directory, file.getFileName());
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(
          file.toString(), null, "is not a regular file" + Directories.NO_LINK);
    }
    return attributes;
  }

  private SecureDirectoryStream<Path> directoryOf(Path file) throws IOException {
    if (!file.startsWith(path) || file.equals(path)) {
      throw new FileSystemException(file.toString(), null, "is not beneath " + path);
    }
    Path parent = path.relativize(file).getParent();
    return Directories.below(top(), parent == null ? List.<Path>of() : parent);
  }

  /** Opens the directory itself. It may have been replaced since its path was resolved. */
  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private SecureDirectoryStream<Path> top() throws IOException {
    SecureDirectoryStream<Path> top = Directories.secure(Files.newDirectoryStream(path));
    try {
      BasicFileAttributes now =
          top.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
      if (!key.equals(key(now))) {
        throw new FileSystemException(path.toString(), null, "was replaced after it was read");
      }
      return top;
    } catch (IOException | RuntimeException e) {
      top.close();
      throw e;
    }
  }

  /** Every file of the JDK on Linux has a key. */
  private static Object key(BasicFileAttributes attributes) {
    return Objects.requireNonNull(attributes.fileKey(), "fileKey");
  }
}
