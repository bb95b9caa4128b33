package io.kotha.examples.ship.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
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

  /** Returns the entry as it is in the log. */
  public byte[] encoded() {
    return encode(source, millis, bytes, bytes.length).array();
  }

  /**
   * Returns the entry of {@link #encoded}.
   *
   * @throws IOException if it is damaged
   */
  public static LogEntry decode(byte[] encoded) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(encoded);
    if (encoded.length < HEADER || contentLength(all) != encoded.length - HEADER) {
      throw damaged();
    }
    return entry(all);
  }

  /**
   * Reads the entry at a position of a file; empty if there is none, or if it is not whole because
   * it is being written.
   */
  static Optional<LogEntry> read(FileChannel from, long position) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    if (!fill(from, header, position)) {
      return Optional.empty();
    }
    ByteBuffer all = ByteBuffer.allocate(HEADER + contentLength(header));
    return fill(from, all, position) ? Optional.of(entry(all)) : Optional.empty();
  }

  private static boolean fill(FileChannel from, ByteBuffer buffer, long position)
      throws IOException {
    int read;
    do {
      read = from.read(buffer, position + buffer.position());
    } while (read > 0);
    return !buffer.hasRemaining();
  }

  private static int contentLength(ByteBuffer header) throws IOException {
    byte source = header.get(0);
    int length = header.getInt(1 + Long.BYTES);
    if ((source != OUT && source != ERR) || length < 0 || length > MOST_BYTES) {
      throw damaged();
    }
    return length;
  }

  private static LogEntry entry(ByteBuffer all) {
    Source source = all.get(0) == OUT ? Source.STDOUT : Source.STDERR;
    byte[] content = new byte[all.capacity() - HEADER];
    all.get(HEADER, content);
    return new LogEntry(source, all.getLong(1), content);
  }

  private static IOException damaged() {
    return new IOException("the log is damaged");
  }

  /** Returns the entry without its first bytes. */
  LogEntry without(int first) {
    return new LogEntry(source, millis, Arrays.copyOfRange(bytes, first, bytes.length));
  }

  /** Returns the bytes that it takes in the log. */
  int encodedLength() {
    return HEADER + bytes.length;
  }
}
