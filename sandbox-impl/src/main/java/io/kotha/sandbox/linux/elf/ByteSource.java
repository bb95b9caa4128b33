package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a file, with random access. */
public interface ByteSource extends AutoCloseable {

  /** Returns the number of bytes. */
  long size() throws IOException;

  /**
   * Fills a buffer from an offset in the file.
   *
   * @param offset the offset; the file must have at least as many bytes from there on as the buffer
   *     has room for
   */
  void read(long offset, ByteBuffer to) throws IOException;

  @Override
  default void close() throws IOException {}

  /**
   * Reads a part of the file into a new little-endian buffer.
   *
   * @throws ElfFormatException if the file ends before the end of the part
   */
  default ByteBuffer part(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new ElfFormatException("truncated: no " + length + " bytes at offset " + offset);
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    read(offset, buffer);
    return buffer.flip();
  }

  /** Reads up to this many bytes, fewer at the end of the file. */
  default ByteBuffer upTo(long offset, int length) throws IOException {
    return part(offset, (int) Math.max(0, Math.min(length, size() - offset)));
  }
}
