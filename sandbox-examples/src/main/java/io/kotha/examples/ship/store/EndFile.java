package io.kotha.examples.ship.store;

import com.google.gson.JsonParseException;
import io.kotha.examples.ship.report.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * The file that tells how a container fares. Its supervisor holds an exclusive lock on it, which
 * the kernel releases when the supervisor dies for any reason, and writes the ending into it.
 * Readers ask for a shared lock, so that they do not take each other for the supervisor.
 *
 * <p>The lock is that of {@code fcntl(2)}: a process that closes any descriptor of the file loses
 * it. The supervisor therefore opens the file once and never closes it.
 */
final class EndFile implements AutoCloseable {

  private static final int MOST_BYTES = 64 * 1024;

  private final FileChannel channel;

  private EndFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Creates the file and locks it. The lock ends with this process. */
  static EndFile create(Path path) throws IOException {
    EndFile file =
        new EndFile(
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW));
    file.channel.lock();
    return file;
  }

  /** Opens the file for reading. */
  static EndFile read(Path path) throws IOException {
    return new EndFile(
        FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  void write(Ending ending) throws IOException {
    ByteBuffer text = StandardCharsets.UTF_8.encode(Json.of(ending));
    while (text.hasRemaining()) {
      channel.write(text);
    }
  }

  /** Returns whether a supervisor lives. */
  boolean isHeld() throws IOException {
    try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    }
  }

  /** Waits until no supervisor lives. */
  void awaitRelease() throws IOException {
    channel.lock(0, Long.MAX_VALUE, true).release();
  }

  /** Returns the ending; empty if none was written. */
  Optional<Ending> ending() throws IOException {
    ByteBuffer text = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES));
    int read;
    do {
      read = channel.read(text, text.position()); // 0 when the buffer is full
    } while (read > 0);
    try {
      String json = StandardCharsets.UTF_8.decode(text.flip()).toString();
      return Optional.of(Json.read(json, Ending.class));
    } catch (JsonParseException e) {
      return Optional.empty(); // the supervisor has not written it, or died while it wrote
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
