package io.kotha.sandbox.linux.room;

import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** Resources of the host that a room holds until all of it is dead: ids, processors, a name. */
final class RoomLeases {

  private final List<Runnable> releases;
  private final Runnable removal;

  /**
   * @param releases give the resources back; each may be called twice
   * @param removal removes what a dead zygote left of the room; may block
   */
  RoomLeases(List<Runnable> releases, Runnable removal) {
    this.releases = List.copyOf(releases);
    this.removal = removal;
  }

  /** Gives everything back. No process of the room is left. */
  void release() {
    releases.forEach(Runnable::run);
  }

  /**
   * Gives everything back after the zygote died. The room's processes must be gone first: until
   * then its host ids are not free.
   */
  void releaseLost() {
    ForkJoinPool.commonPool()
        .execute(
            () -> {
              try {
                removal.run();
              } finally {
                release();
              }
            });
  }
}
