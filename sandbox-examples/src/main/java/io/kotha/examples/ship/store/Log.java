package io.kotha.examples.ship.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * The log of a container, as its supervisor writes it: the last output of its program. It is two
 * files of at most 1 MiB, of which the older one is deleted when the newer one is full. Safe for
 * use by several threads.
 */
public final class Log implements AutoCloseable {

  private static final long MOST_BYTES = 1024 * 1024;
  private static final int CHUNK = 8192;

  private final Container container;
  private final LogFiles files;
  private FileChannel channel;
  private long file;
  private long entries;
  private boolean closed;

  private Log(Container container) throws IOException {
    this.container = container;
    this.files = container.logFiles();
    this.file = 1;
    this.channel = create(file);
  }

  /** Creates the log of a container. */
  public static Log of(Container container) throws IOException {
    return new Log(container);
  }

  private FileChannel create(long number) throws IOException {
    return FileChannel.open(
        files.file(number), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
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
        next();
      }
      long start = channel.position();
      try {
        while (entry.hasRemaining()) {
          channel.write(entry);
        }
      } catch (IOException e) {
        channel.truncate(start); // nobody could read an entry after one that is cut
        throw e;
      }
      entries++;
      notifyAll();
    } catch (IOException e) {
      return; // the disk is full or the container was removed: the program must not stop for that
    }
  }

  private void next() throws IOException {
    FileChannel full = channel;
    channel = create(file + 1);
    file++;
    full.close();
    Files.deleteIfExists(files.file(file - 2));
  }

  /** Returns the container. */
  public Container container() {
    return container;
  }

  /** Returns the number of entries that were written. */
  public synchronized long entries() {
    return entries;
  }

  /**
   * Waits for a further entry.
   *
   * @param seen a value of {@link #entries}
   * @return false if the log was closed and got no further entry
   */
  public synchronized boolean awaitMore(long seen) throws InterruptedException {
    while (entries == seen && !closed) {
      wait();
    }
    return entries > seen;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
