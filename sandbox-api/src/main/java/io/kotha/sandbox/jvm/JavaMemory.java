package io.kotha.sandbox.jvm;

import io.kotha.sandbox.MemorySize;

/**
 * A division of a memory limit into the parts of a JVM, so that the JVM runs out of heap before the
 * kernel kills it. Each part but the heap is the most that the JVM can use. Parts that no JVM
 * option bounds are allowances from measurements of JDK 17 and 25 with full heaps.
 *
 * @param heap objects; the rest of the limit
 * @param metaspace classes
 * @param codeCache compiled methods
 * @param direct buffers outside of the heap
 * @param compilers compilers that the JVM uses
 */
record JavaMemory(
    MemorySize heap,
    MemorySize metaspace,
    MemorySize codeCache,
    MemorySize direct,
    Compilers compilers) {

  /** The compilers of a JVM. */
  enum Compilers {
    /** The fast compiler alone, which needs little memory. */
    FIRST,
    /** Both compilers. The optimizing one was measured to use 45 MiB for a small program. */
    BOTH
  }

  /** The smallest limit with the optimizing compiler, which takes a quarter of this limit. */
  static final MemorySize OPTIMIZED = MemorySize.MiB(192);

  private static final long MIB = 1 << 20;
  private static final long SMALLEST_HEAP = 8 * MIB;

  /** Data of the JVM and of its libraries, its threads, and the fixed part of the collector. */
  private static final long OWN = 12 * MIB;

  private static final long OPTIMIZER = 48 * MIB;

  /**
   * Divides a limit.
   *
   * @param limit memory limit of the room
   * @param stack stack of the program's main thread, which the program may fill
   * @throws IllegalArgumentException if less than 8 MiB of heap are left
   */
  static JavaMemory of(MemorySize limit, MemorySize stack) {
    long all = limit.bytes();
    Compilers compilers =
        limit.compareTo(OPTIMIZED) < 0 ? JavaMemory.Compilers.FIRST : JavaMemory.Compilers.BOTH;
    long metaspace = part(all, 8, 12, 256);
    long codeCache = part(all, 16, 8, 128);
    long direct = part(all, 16, 4, 1 << 20);
    long optimizer = compilers == Compilers.BOTH ? OPTIMIZER : 0;
    long cards = all / 64; // the collector's card tables grow with the heap
    long others = OWN + metaspace + codeCache + direct + optimizer + cards + stack.bytes();
    long heap = (all - others) / MIB * MIB;
    if (heap < SMALLEST_HEAP) {
      throw new IllegalArgumentException(
          "a memory limit of "
              + limit
              + " leaves a JVM no heap: it needs "
              + (others + MIB - 1) / MIB
              + " MiB outside of the heap, "
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

  /** Returns a fraction of the limit, rounded down to whole MiB, within bounds in MiB. */
  private static long part(long all, long divisor, long minMib, long maxMib) {
    return Math.max(minMib, Math.min(maxMib, all / divisor / MIB)) * MIB;
  }
}
