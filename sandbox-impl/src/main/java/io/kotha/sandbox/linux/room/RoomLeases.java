package io.kotha.sandbox.linux.room;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The resources of the host that a room holds until all its processes are dead: host ids, CPUs, and
 * its name.
 */
final class RoomLeases {

  private final List<Runnable> releases;
  private final Runnable removal;
  private final AtomicBoolean ending = new AtomicBoolean();

  /**
   * Held for reading while the room's cgroups are used, and for writing when the leases end: from
   * then on the cgroups may be those of another room with the same name.
   */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean held = true; // guarded by "use"

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

  /**
   * Runs an action while the leases are held, which can delay the end of the room: once its
   * processes are dead, the action must not wait.
   *
   * @return the result; empty if the leases have been given back
   */
  <T, E extends Exception> Optional<T> whileHeld(GroupAction<T, E> action) throws E {
    use.readLock().lock();
    try {
      return held ? Optional.of(action.run()) : Optional.empty();
    } finally {
      use.readLock().unlock();
    }
  }

  private void giveBack() {
    use.writeLock().lock();
    try {
      held = false;
    } finally {
      use.writeLock().unlock();
    }
    Cleanup.each(releases, Runnable::run);
  }
}
