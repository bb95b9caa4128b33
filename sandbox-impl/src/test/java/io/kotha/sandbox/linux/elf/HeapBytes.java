package io.kotha.sandbox.linux.elf;

import java.nio.ByteBuffer;

/** A file in memory. */
record HeapBytes(byte[] bytes) implements ByteSource {

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void read(long offset, ByteBuffer to) {
    to.put(bytes, Math.toIntExact(offset), to.remaining());
  }
}
