package io.kotha.sandbox.linux.sys;

import jnr.ffi.Pointer;

/** Memory outside of the heap that the kernel reads into, used again and again. */
public final class NativeBuffer {

  private final Pointer memory;
  private final int capacity;

  NativeBuffer(Pointer memory, int capacity) {
    this.memory = memory;
    this.capacity = capacity;
  }

  /** Its size in bytes. */
  public int capacity() {
    return capacity;
  }

  /** Copies what was read. */
  public void copyTo(byte[] to, int offset, int count) {
    memory.get(0, to, offset, count);
  }

  Pointer memory() {
    return memory;
  }
}
