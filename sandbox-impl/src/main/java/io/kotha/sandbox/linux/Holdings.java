package io.kotha.sandbox.linux;

import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** What a room holds of the host until all of it is dead: ids, processors, a name. */
final class Holdings {

  private final List<Runnable> releases;
  private final Runnable remains;

  /**
   * @param releases what gives things back; each may be called twice
   * @param remains removes what a helper that died has left of the room; may block
   */
  Holdings(List<Runnable> releases, Runnable remains) {
    this.releases = List.copyOf(releases);
    this.remains = remains;
  }

  /** Gives it all back: no process of the room is left. */
  void release() {
    releases.forEach(Runnable::run);
  }

  /** The same for a room whose helper died: not before its processes are gone, its ids are free. */
  void releaseLost() {
    ForkJoinPool.commonPool()
        .execute(
            () -> {
              try {
                remains.run();
              } finally {
                release();
              }
            });
  }
}
