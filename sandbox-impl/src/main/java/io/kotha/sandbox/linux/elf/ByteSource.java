package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a file, read where they are needed. */
public interface ByteSource extends AutoCloseable {

  /** How many. */
  long size() throws IOException;

  /**
   * Fills a buffer from a place in the file.
   *
   * @param offset in the file; all that the buffer has room for is there
   */
  void read(long offset, ByteBuffer to) throws IOException;

  @Override
  default void close() throws IOException {}

  /**
   * A part of the file, little-endian.
   *
   * @throws ElfFormatException if the file does not have all of it
   */
  default ByteBuffer part(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new ElfFormatException("cut short: no " + length + " bytes at " + offset);
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    read(offset, buffer);
    return buffer.flip();
  }

  /** At most this many bytes, fewer at the end of the file. */
  default ByteBuffer upTo(long offset, int length) throws IOException {
    return part(offset, (int) Math.max(0, Math.min(length, size() - offset)));
  }
}
