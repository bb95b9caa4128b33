package io.kotha.sandbox.linux.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToIntFunction;

/**
 * A growing block of bytes in the host's byte order. Parts are reserved first and filled in later
 * by their offset; each starts at a multiple of eight.
 */
final class WireBuffer {

  /** Thrown by a block that would be larger than the helper accepts. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FullException() {
      super("more than " + Wire.MAX_REQUEST + " bytes");
    }
  }

  private ByteBuffer bytes = ByteBuffer.allocate(8192).order(ByteOrder.nativeOrder());
  private int size;

  /** Returns a block that begins with the bytes of this one. */
  WireBuffer copy() {
    WireBuffer copy = new WireBuffer();
    int capacity = Math.max(copy.bytes.capacity(), 2 * size);
    copy.bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), capacity));
    copy.bytes.order(ByteOrder.nativeOrder());
    copy.size = size;
    return copy;
  }

  /**
   * Reserves zeroed bytes; returns their offset.
   *
   * @throws FullException if the block would be larger than {@link Wire#MAX_REQUEST}
   */
  int reserve(long count) {
    if (count > Wire.MAX_REQUEST - size) {
      throw new FullException();
    }
    int at = size;
    size = (size + (int) count + 7) & ~7;
    if (size > bytes.capacity()) {
      byte[] larger = Arrays.copyOf(bytes.array(), Math.max(size, 2 * bytes.capacity()));
      bytes = ByteBuffer.wrap(larger).order(ByteOrder.nativeOrder());
    }
    return at;
  }

  WireBuffer u32(int at, int value) {
    bytes.putInt(at, value);
    return this;
  }

  WireBuffer u64(int at, long value) {
    bytes.putLong(at, value);
    return this;
  }

  /** Puts the union of the bits of some flags. */
  <T> WireBuffer bits(int at, Collection<T> flags, ToIntFunction<T> bit) {
    int union = 0;
    for (T flag : flags) {
      union |= bit.applyAsInt(flag);
    }
    return u32(at, union);
  }

  /** Appends bytes, and puts their span at an offset. */
  void span(int at, byte[] content) {
    int off = reserve(content.length);
    System.arraycopy(content, 0, bytes.array(), off, content.length);
    range(at, off, content.length);
  }

  /** Appends a string with a NUL that the span does not count, and puts its span at an offset. */
  void text(int at, String content) {
    if (content.length() > Wire.MAX_REQUEST) {
      throw new FullException(); // before a copy of it is made
    }
    byte[] encoded = content.getBytes(StandardCharsets.UTF_8);
    int off = reserve(encoded.length + 1L);
    System.arraycopy(encoded, 0, bytes.array(), off, encoded.length);
    range(at, off, encoded.length);
  }

  /** Reserves a table, and puts its offset and count at an offset; returns the table's offset. */
  int table(int at, int count, int entrySize) {
    int off = reserve((long) count * entrySize);
    u32(at + Layout.Table.OFF, off).u32(at + Layout.Table.COUNT, count);
    return off;
  }

  private void range(int at, int off, int length) {
    u32(at + Layout.Span.OFF, off).u32(at + Layout.Span.LEN, length);
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes.array(), size);
  }
}
