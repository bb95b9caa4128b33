package io.kotha.sandbox.linux.sys;

import jnr.ffi.Pointer;

/** Reusable memory outside of the heap that the kernel reads from or writes to. Not thread-safe. */
public final class NativeBuffer {

  private final Pointer memory;
  private final int capacity;

  NativeBuffer(Pointer memory, int capacity) {
    this.memory = memory;
    this.capacity = capacity;
  }

  /** Returns the size in bytes. */
  public int capacity() {
    return capacity;
  }

  /** Copies the first bytes of the buffer into an array. */
  public void copyTo(byte[] to, int offset, int count) {
    memory.get(0, to, offset, count);
  }

  /** Copies bytes of an array to the start of the buffer. */
  public void copyFrom(byte[] from, int offset, int count) {
    memory.put(0, from, offset, count);
  }

  Pointer memory() {
    return memory;
  }
}
