package io.kotha.sandbox.linux.sys;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers that one read needs each. A few are kept for the next reads, because the native memory of
 * a new one is zeroed, and freed by the garbage collector only. Thread-safe.
 */
public final class ReadBuffers {

  /** The size of each buffer in bytes: what a pipe holds by default, {@code pipe(7)}. */
  public static final int SIZE = 1 << 16;

  /** One for the event thread, and one for each of a few callers that end a room. */
  private static final int KEPT = 4;

  private final Native kernel;
  private final ArrayBlockingQueue<NativeBuffer> free = new ArrayBlockingQueue<>(KEPT);

  ReadBuffers(Native kernel) {
    this.kernel = kernel;
  }

  /** Returns a buffer that nobody else uses. Its content is undefined. */
  public NativeBuffer take() {
    NativeBuffer kept = free.poll();
    return kept == null ? kernel.buffer(SIZE) : kept;
  }

  /** Takes a buffer back. The caller must not use it any more. */
  public void giveBack(NativeBuffer buffer) {
    var unused = free.offer(buffer); // the garbage collector frees those beyond
  }
}
