package io.kotha.sandbox.linux.room;

import java.util.List;
import java.util.concurrent.ForkJoinPool;

/**
 * The resources of the host that a room holds until all its processes are dead: host ids, CPUs, and
 * its name.
 */
final class RoomLeases {

  private final List<Runnable> releases;
  private final Runnable removal;

  /**
   * @param releases give the resources back; each may run twice
   * @param removal removes the cgroups that a dead zygote left; may block
   */
  RoomLeases(List<Runnable> releases, Runnable removal) {
    this.releases = List.copyOf(releases);
    this.removal = removal;
  }

  /** Gives everything back. Call it when no process of the room is left. */
  void release() {
    releases.forEach(Runnable::run);
  }

  /**
   * Gives everything back after the zygote died, asynchronously. It first removes the room's
   * cgroups, which waits for its processes: until they are gone, its host ids are in use.
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
