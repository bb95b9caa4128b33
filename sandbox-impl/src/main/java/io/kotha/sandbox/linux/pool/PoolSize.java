package io.kotha.sandbox.linux.pool;

import io.kotha.sandbox.PoolSettings;

/**
 * How many rooms a pool keeps waiting: more when a start found none, fewer when some were not
 * needed for a whole period. It counts; who calls keeps the time, and calls from one thread at
 * once.
 */
final class PoolSize {

  private final PoolSettings settings;
  private int size;

  /** The fewest that were still ready after any start of this period. */
  private int unneeded = Integer.MAX_VALUE;

  PoolSize(PoolSettings settings) {
    this.settings = settings;
    this.size = Math.max(1, settings.min()); // opening a pool makes one, to see whether it can
  }

  int now() {
    return size;
  }

  /** Whether the end of a period can change it. */
  boolean canShrink() {
    return size > settings.min();
  }

  /** A start found so many ready, and took one if there was one. */
  void taken(int ready) {
    if (ready == 0) {
      size = Math.min(settings.max(), Math.max(1, 2 * size));
    }
    unneeded = Math.min(unneeded, Math.max(0, ready - 1));
  }

  /** A period is over: what was ready all the time goes. */
  void periodEnded(int ready) {
    int spare = Math.min(unneeded, ready);
    size = Math.max(settings.min(), size - spare);
    unneeded = Integer.MAX_VALUE;
  }
}
