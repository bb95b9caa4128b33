package io.kotha.sandbox.linux.room;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The resources of the host that a room holds until all its processes are dead: host ids, CPUs, and
 * its name.
 */
final class RoomLeases {

  private final List<Runnable> releases;
  private final Runnable removal;
  private final AtomicBoolean ending = new AtomicBoolean();

  /**
   * @param releases give the resources back
   * @param removal removes the cgroups that a dead zygote left; may block
   */
  RoomLeases(List<Runnable> releases, Runnable removal) {
    this.releases = List.copyOf(releases);
    this.removal = removal;
  }

  /**
   * Gives everything back. Call it when no process of the room is left. Does nothing the second
   * time: another room may have the name by then.
   */
  void release() {
    if (!ending.getAndSet(true)) {
      giveBack();
    }
  }

  /**
   * Gives everything back after the zygote died, asynchronously. It first removes the room's
   * cgroups, which waits for its processes: until they are gone, its host ids are in use. Does
   * nothing if everything was given back.
   */
  void releaseLost() {
    if (!ending.getAndSet(true)) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                try {
                  removal.run();
                } finally {
                  giveBack();
                }
              });
    }
  }

  private void giveBack() {
    Cleanup.each(releases, Runnable::run);
  }
}
