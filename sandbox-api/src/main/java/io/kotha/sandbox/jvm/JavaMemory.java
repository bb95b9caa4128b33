package io.kotha.sandbox.jvm;

import io.kotha.sandbox.MemorySize;

/**
 * How a JVM divides a memory limit, such that it runs out of heap, and says so, before the kernel
 * kills it. Each part but the heap is what the JVM can come to use of it at the most; what it has
 * no option for is an allowance, from measurements of JDK 17 and 25 whose heaps were filled.
 *
 * @param heap what is left
 * @param metaspace classes
 * @param codeCache compiled methods
 * @param direct buffers outside of the heap
 * @param compilers which are used
 */
record JavaMemory(
    MemorySize heap,
    MemorySize metaspace,
    MemorySize codeCache,
    MemorySize direct,
    Compilers compilers) {

  /** Which of the JVM's two compilers are used. */
  enum Compilers {
    /** The fast one alone, which needs next to no memory. */
    FIRST,
    /** Both. The optimizing one was seen to use 45 MiB for a small program. */
    BOTH
  }

  /** Below this, the optimizing compiler would take more than a quarter of it. */
  static final MemorySize OPTIMIZED = MemorySize.MiB(192);

  private static final long MIB = 1 << 20;
  private static final long SMALLEST_HEAP = 8 * MIB;

  /** The JVM's own: its data and that of its libraries, its threads, the collector's fixed part. */
  private static final long OWN = 12 * MIB;

  private static final long OPTIMIZER = 48 * MIB;

  /**
   * Divides a limit.
   *
   * @param limit what the room may use
   * @param stack of the program's main thread, which it may fill
   * @throws IllegalArgumentException if no heap is left
   */
  static JavaMemory of(MemorySize limit, MemorySize stack) {
    long all = limit.bytes();
    Compilers compilers =
        limit.compareTo(OPTIMIZED) < 0 ? JavaMemory.Compilers.FIRST : JavaMemory.Compilers.BOTH;
    long metaspace = part(all, 8, 12, 256);
    long codeCache = part(all, 16, 8, 128);
    long direct = part(all, 16, 4, 1 << 20);
    long optimizer = compilers == Compilers.BOTH ? OPTIMIZER : 0;
    long cards = all / 64; // the collector's tables, which grow with the heap
    long others = OWN + metaspace + codeCache + direct + optimizer + cards + stack.bytes();
    long heap = (all - others) / MIB * MIB;
    if (heap < SMALLEST_HEAP) {
      throw new IllegalArgumentException(
          "a memory limit of "
              + limit
              + " leaves a JVM no heap: it needs "
              + (others + MIB - 1) / MIB
              + " MiB beside it, "
              + stack
              + " of them for the stack, and at least "
              + SMALLEST_HEAP / MIB
              + " MiB of heap");
    }
    return new JavaMemory(
        MemorySize.bytes(heap),
        MemorySize.bytes(metaspace),
        MemorySize.bytes(codeCache),
        MemorySize.bytes(direct),
        compilers);
  }

  /** One part in so many, within bounds in MiB; whole MiB, as every JVM takes them. */
  private static long part(long all, long divisor, long leastMib, long mostMib) {
    return Math.max(leastMib, Math.min(mostMib, all / divisor / MIB)) * MIB;
  }
}
