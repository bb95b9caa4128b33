package io.kotha.sandbox.linux.ids;

import io.kotha.sandbox.linux.sys.LockCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file with an exclusive lock, and the state that it contains. The lock lasts until it is closed
 * or this JVM ends.
 *
 * <p>The lock is an open file description lock ({@code fcntl(F_OFD_SETLK)}), because several class
 * loaders of a JVM may each have a copy of this class. The kernel drops the POSIX record locks of
 * the JDK when <em>any</em> descriptor of the file is closed, and they never conflict within a
 * process. This lock belongs to its descriptor alone. It conflicts with POSIX locks as well, which
 * other versions of Kotha may hold.
 *
 * <p>The lock ends with the JVM, but the zygote's rooms outlive the JVM by milliseconds. The state
 * in the file and a quarantine close that gap; see {@link IdBlock}.
 */
final class LockFile implements AutoCloseable {

  private static final int MAX_STATE_BYTES = 256;
  private static final int CLOSED = -1;

  private final LockCalls calls;
  private int fd;

  private LockFile(LockCalls calls, int fd) {
    this.calls = calls;
    this.fd = fd;
  }

  /** Takes the lock, creating the file if necessary; empty if the lock is already taken. */
  static Optional<LockFile> tryLock(LockCalls calls, Path file) throws IOException {
    int fd = calls.openLockFile(file.toString());
    boolean held = false;
    try {
      held = calls.tryLock(fd);
      return held ? Optional.of(new LockFile(calls, fd)) : Optional.empty();
    } finally {
      if (!held) {
        calls.close(fd);
      }
    }
  }

  /** Returns the state that the last holder wrote; empty for a new file. */
  String state() throws IOException {
    return new String(calls.read(fd, MAX_STATE_BYTES), StandardCharsets.US_ASCII).trim();
  }

  /** Replaces the state. */
  void write(String state) throws IOException {
    // Padded to a fixed length, so that a single write replaces all of a longer state.
    calls.write(fd, String.format("%-63s%n", state).getBytes(StandardCharsets.US_ASCII));
  }

  /** Releases the lock. Further calls have no effect. */
  @Override
  public void close() {
    calls.close(fd);
    fd = CLOSED;
  }
}
