package io.kotha.examples.ship.store;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One piece of a program's output in the log.
 *
 * @param source the stream that it was written to
 * @param millis the time, since 1970
 * @param bytes the output
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LogEntry(Source source, long millis, byte[] bytes) {

  private static final byte OUT = 1;
  private static final byte ERR = 2;

  private static final int HEADER = 1 + Long.BYTES + Integer.BYTES;
  private static final int MOST_BYTES = 1024 * 1024;

  /** The streams. */
  public enum Source {
    /** Standard output, or the terminal. */
    STDOUT,
    /** Standard error. */
    STDERR
  }

  static ByteBuffer encode(Source source, long millis, byte[] bytes, int length) {
    ByteBuffer entry = ByteBuffer.allocate(HEADER + length);
    entry
        .put(source == Source.STDOUT ? OUT : ERR)
        .putLong(millis)
        .putInt(length)
        .put(bytes, 0, length);
    return entry.flip();
  }

  /** Reads an entry; empty at the end, or if the rest is not whole: it is being written. */
  static Optional<LogEntry> read(DataInputStream in) throws IOException {
    try {
      int source = in.readByte();
      long millis = in.readLong();
      int length = in.readInt();
      if ((source != OUT && source != ERR) || length < 0 || length > MOST_BYTES) {
        throw new IOException("the log is damaged");
      }
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      return Optional.of(
          new LogEntry(source == OUT ? Source.STDOUT : Source.STDERR, millis, bytes));
    } catch (EOFException e) {
      return Optional.empty();
    }
  }
}
