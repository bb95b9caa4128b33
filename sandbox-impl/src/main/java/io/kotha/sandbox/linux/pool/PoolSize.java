package io.kotha.sandbox.linux.pool;

import io.kotha.sandbox.PoolSettings;

/**
 * The number of rooms that a pool keeps waiting. It doubles when a start finds no room ready, and
 * falls by the number of rooms that were never needed in a period. Pure: the caller measures the
 * periods. Not thread-safe.
 */
final class PoolSize {

  private final PoolSettings settings;
  private int size;

  /** The minimum, over the starts of this period, of the rooms that were still ready afterwards. */
  private int spare = Integer.MAX_VALUE;

  PoolSize(PoolSettings settings) {
    this.settings = settings;
    this.size =
        Math.max(
            1, settings.min()); // opening a pool builds one room, which fails if none can be built
  }

  /** Returns the current size. */
  int now() {
    return size;
  }

  /** Returns whether the end of a period can reduce the size. */
  boolean canShrink() {
    return size > settings.min();
  }

  /**
   * Records a start.
   *
   * @param ready the number of ready rooms that it found; it took one if there was one
   */
  void taken(int ready) {
    if (ready == 0) {
      size = Math.min(settings.max(), Math.max(1, 2 * size));
    }
    spare = Math.min(spare, Math.max(0, ready - 1));
  }

  /** Ends a period: reduces the size by the rooms that were ready for all of it. */
  void periodEnded(int ready) {
    size = Math.max(settings.min(), size - Math.min(spare, ready));
    spare = Integer.MAX_VALUE;
  }
}
