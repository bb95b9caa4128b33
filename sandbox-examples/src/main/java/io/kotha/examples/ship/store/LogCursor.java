package io.kotha.examples.ship.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of a container, oldest entry first, also while it is written. A reader that is
 * slower than the program goes on with the oldest entry that is left. Not safe for use by several
 * threads.
 */
public final class LogCursor implements AutoCloseable {

  /** The most lines that {@link #ofLast} can leave. */
  public static final int MOST_LINES = 100_000;

  private final LogFiles files;
  private LogPlace next;
  private @Nullable FileChannel channel;

  private LogCursor(LogFiles files, LogPlace next) {
    this.files = files;
    this.next = next;
  }

  /** Returns a cursor before the oldest entry. */
  public static LogCursor ofAll(Container container) {
    return new LogCursor(container.logFiles(), LogPlace.START);
  }

  /**
   * Returns a cursor before the last lines that the log has now. A line may have been written to
   * either stream; the last one need not be finished.
   *
   * @param lines 0 to {@link #MOST_LINES}
   */
  public static LogCursor ofLast(Container container, int lines) throws IOException {
    try (LogCursor cursor = ofAll(container)) {
      return new LogCursor(container.logFiles(), cursor.placeOfLast(lines));
    }
  }

  private LogPlace placeOfLast(int lines) throws IOException {
    Deque<LogPlace> starts = new ArrayDeque<>();
    boolean lineStarts = true;
    for (Optional<LogEntry> e = read(); e.isPresent(); e = read()) {
      byte[] bytes = e.get().bytes();
      long position = next.position() - e.get().encodedLength();
      for (int i = 0; i < bytes.length; i++) {
        if (lineStarts) {
          starts.add(new LogPlace(next.file(), position, i));
          if (starts.size() > lines) {
            starts.remove();
          }
        }
        lineStarts = bytes[i] == '\n';
      }
    }
    return starts.isEmpty() ? next : starts.remove();
  }

  /** Reads the next entry; empty if the log has no more now. */
  public Optional<LogEntry> read() throws IOException {
    while (true) {
      Optional<LogEntry> entry = readHere();
      if (entry.isPresent()) {
        return entry;
      }
      long number = files.after(next.file());
      if (number == 0) {
        return Optional.empty();
      }
      // The file has a successor, so it is complete; it may have grown since the attempt above.
      entry = readHere();
      if (entry.isPresent()) {
        return entry;
      }
      close();
      next = new LogPlace(number, 0, 0);
    }
  }

  private Optional<LogEntry> readHere() throws IOException {
    FileChannel from = opened();
    if (from == null) {
      return Optional.empty();
    }
    Optional<LogEntry> entry = LogEntry.read(from, next.position());
    if (entry.isEmpty()) {
      return entry;
    }
    int skipped = next.skipped();
    next = new LogPlace(next.file(), next.position() + entry.get().encodedLength(), 0);
    return skipped == 0 ? entry : Optional.of(entry.get().without(skipped));
  }

  /** Returns the open file; null if there is none of this number. */
  private @Nullable FileChannel opened() throws IOException {
    if (channel == null && next.file() > 0) {
      try {
        channel =
            FileChannel.open(
                files.file(next.file()),
                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      } catch (NoSuchFileException e) {
        return null; // deleted since
      }
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
