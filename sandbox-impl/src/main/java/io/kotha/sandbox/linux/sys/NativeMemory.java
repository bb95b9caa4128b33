package io.kotha.sandbox.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Zeroed memory outside of the heap, which the garbage collector frees after the last pointer to
 * it. Thread-safe.
 *
 * <p>The memory belongs to direct buffers of the JDK. jnr-ffi has an allocator of its own, {@code
 * Memory.allocateDirect}. It stores memory in a thread local of each caller and starts a thread
 * that frees it. Both outlive an application that is undeployed from an app server, and keep its
 * class loader: the threads belong to the server.
 */
final class NativeMemory {

  /** Most structures have less than 100 bytes, and a direct buffer costs about a microsecond. */
  private static final int BLOCK = 1 << 14;

  /** A larger piece is a buffer of its own, so that it keeps no block for its neighbours. */
  private static final int LARGEST_PIECE = BLOCK / 8;

  /** The alignment of {@code malloc(3)}. */
  private static final int ALIGNMENT = 16;

  private final Runtime runtime;
  private ByteBuffer block = ByteBuffer.allocate(0);

  NativeMemory(Runtime runtime) {
    this.runtime = runtime;
  }

  Pointer allocate(int bytes) {
    ByteBuffer memory = bytes > LARGEST_PIECE ? ByteBuffer.allocateDirect(bytes) : piece(bytes);
    return Pointer.wrap(runtime, memory.order(ByteOrder.nativeOrder()));
  }

  /** Returns the next bytes of the block. Each is used once, so they are still zero. */
  private synchronized ByteBuffer piece(int bytes) {
    int size = (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    if (block.remaining() < size) {
      block = ByteBuffer.allocateDirect(BLOCK);
    }
    int start = block.position();
    block.position(start + size);
    return block.slice(start, bytes);
  }
}
