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
 * A file with an exclusive lock, and the state that it contains. The lock lasts until it is closed
 * or this JVM ends.
 *
 * <p>The lock is a POSIX record lock ({@code fcntl(F_SETLK)}), the only kind that the JDK offers.
 * It ends with the JVM, but the zygote's rooms outlive the JVM by milliseconds. The state in the
 * file and a quarantine close that gap; see {@link IdBlock}.
 *
 * <p>Such locks have two traps. First, a process never conflicts with itself, so the JDK keeps a
 * table of its locks for the whole JVM. Second, <em>any</em> close of <em>any</em> descriptor of
 * the file drops the lock, so a file that this JVM holds must not be opened a second time. Several
 * class loaders may each have a copy of this class; the held files are therefore recorded where all
 * copies see them, in the system properties.
 */
interface LockFile extends AutoCloseable {

  /** Returns the state that the last holder wrote; empty for a new file. */
  String state() throws IOException;

  /** Replaces the state. */
  void write(String state) throws IOException;

  @Override
  void close();

  /** Takes the lock, creating the file if necessary; empty if the lock is already taken. */
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
      // This JVM holds it already.
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
      // The kernel has released the descriptor even so: close(2), "Dealing with error returns".
    }
    System.getProperties().remove(key);
  }

  /** The lock that {@link #tryLock} returns. */
  final class Held implements LockFile {

    private static final int MAX_STATE_BYTES = 256;

    private final String key;
    private final FileChannel channel;

    private Held(String key, FileChannel channel) {
      this.key = key;
      this.channel = channel;
    }

    @Override
    public String state() throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(MAX_STATE_BYTES);
      channel.read(bytes, 0);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).trim();
    }

    @Override
    public void write(String state) throws IOException {
      // Padded to a fixed length, so that a single write replaces all of a longer state.
      byte[] bytes = String.format("%-63s%n", state).getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(bytes), 0);
    }

    @Override
    public void close() {
      release(key, channel);
    }
  }
}
