package io.kotha.examples.ship.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The log of a container: what its program wrote last. It is two files of at most 1 MiB, of which
 * the older one is replaced when the newer one is full. Safe for use by several threads.
 */
public final class LogWriter implements AutoCloseable {

  private static final long MOST_BYTES = 1024 * 1024;
  private static final int CHUNK = 8192;

  private final Path path;
  private FileChannel channel;

  private LogWriter(Path path) throws IOException {
    this.path = path;
    this.channel = open(path);
  }

  /** Creates the log of a container. */
  public static LogWriter of(Container container) throws IOException {
    return new LogWriter(container.log());
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  /** Writes everything that a stream has. If the log fails, the stream is still read to its end. */
  public void drain(LogEntry.Source source, InputStream from) {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        write(LogEntry.encode(source, System.currentTimeMillis(), buffer, n));
      }
    } catch (IOException e) {
      return; // the program has been killed
    }
  }

  private synchronized void write(ByteBuffer entry) {
    try {
      if (channel.position() + entry.remaining() > MOST_BYTES) {
        channel.close();
        Files.move(path, older(path), StandardCopyOption.REPLACE_EXISTING);
        channel = open(path);
      }
      while (entry.hasRemaining()) {
        channel.write(entry);
      }
    } catch (IOException e) {
      return; // the disk is full or the container was removed: the program must not stop for that
    }
  }

  static Path older(Path path) {
    return path.resolveSibling(path.getFileName() + ".1");
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
