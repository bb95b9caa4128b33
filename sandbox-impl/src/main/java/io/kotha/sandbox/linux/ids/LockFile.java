package io.kotha.sandbox.linux.ids;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock on a file, and the note in that file. It lasts until it is closed, or this JVM
 * is gone.
 *
 * <p>It is a POSIX record lock ({@code fcntl(F_SETLK)}), the one kind that the JDK has, and it ends
 * with the JVM, not with the helper, whose rooms outlive the JVM by milliseconds. That gap is
 * closed by the note and by time, see {@link IdBlock}.
 *
 * <p>Two traps of such locks, and what is done about them here. A process never conflicts with
 * itself: so the JDK keeps a table for the whole JVM. And <em>any</em> close of <em>any</em>
 * descriptor of the file drops the lock: so a file that this JVM holds may not even be opened a
 * second time. As several class loaders may each have a copy of this class, the list of held files
 * is kept where all of them see it, in the system properties.
 */
interface LockFile extends AutoCloseable {

  /** What the last holder wrote; empty at first. */
  String note() throws IOException;

  /** Replaces the note. */
  void write(String note) throws IOException;

  @Override
  void close();

  /** Takes the lock, or finds it taken. */
  static Optional<LockFile> tryLock(Path file) throws IOException {
    String key = "io.kotha.held." + file.toAbsolutePath();
    if (System.getProperties().putIfAbsent(key, "true") != null) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new Held(key, channel));
      }
    } catch (OverlappingFileLockException e) {
      // Taken, by this JVM.
    } catch (IOException e) {
      release(key, channel);
      throw e;
    }
    release(key, channel);
    return Optional.empty();
  }

  private static void release(String key, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The descriptor is gone in any case.
    }
    System.getProperties().remove(key);
  }

  /** The lock that {@link #tryLock} gives. */
  final class Held implements LockFile {

    private static final int LONGEST_NOTE = 256;

    private final String key;
    private final FileChannel channel;

    private Held(String key, FileChannel channel) {
      this.key = key;
      this.channel = channel;
    }

    @Override
    public String note() throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NOTE);
      channel.read(bytes, 0);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).trim();
    }

    @Override
    public void write(String note) throws IOException {
      // Blanks to the end: one write, so that no reader finds half a note.
      byte[] bytes = String.format("%-63s%n", note).getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(bytes), 0);
    }

    @Override
    public void close() {
      release(key, channel);
    }
  }
}
