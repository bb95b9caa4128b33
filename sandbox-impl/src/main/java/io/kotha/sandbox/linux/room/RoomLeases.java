package io.kotha.sandbox.linux.room;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The resources of the host that a room holds until all its processes are dead: host ids, CPUs, and
 * its name. No method waits for a thread: the event thread of all rooms calls them.
 */
final class RoomLeases {

  private final List<Runnable> releases;
  private final Runnable removal;
  private final Executor worker;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicBoolean removing = new AtomicBoolean();

  /**
   * The number of users: the room until its end, and each action on its cgroups. The last user
   * gives the leases back: from then on, the cgroups may be those of another room with the same
   * name.
   */
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * @param releases give the resources back
   * @param removal removes the cgroups that a dead zygote left; may block
   */
  RoomLeases(List<Runnable> releases, Runnable removal) {
    this(releases, removal, ForkJoinPool.commonPool());
  }

  /**
   * @param worker runs the removal
   */
  RoomLeases(List<Runnable> releases, Runnable removal, Executor worker) {
    this.releases = List.copyOf(releases);
    this.removal = removal;
    this.worker = worker;
  }

  /**
   * Gives everything back, or leaves that to the actions that still run. Call it when no process of
   * the room is left. Does nothing the second time: another room may have the name by then.
   */
  void release() {
    if (!ending.getAndSet(true)) {
      leave();
    }
  }

  /**
   * Gives everything back after the zygote died, asynchronously. It first removes the room's
   * cgroups, which waits for its processes: until they are gone, its host ids are in use. Does
   * nothing if everything was given back.
   */
  void releaseLost() {
    if (!ending.getAndSet(true)) {
      try {
        worker.execute(this::removeAndLeave);
      } catch (Error e) {
        // The heap is too full for a task. A late event thread is better than ids that are lost
        // until the JVM ends.
        removeAndLeave();
      }
    }
  }

  /** Does nothing the second time: the worker may have the task although it has thrown. */
  private void removeAndLeave() {
    if (!removing.getAndSet(true)) {
      try {
        removal.run();
      } finally {
        leave();
      }
    }
  }

  /**
   * Runs an action while the leases are held. If the room ends meanwhile, the calling thread gives
   * the leases back.
   *
   * @return the result; empty if the room has ended
   */
  <T, E extends Exception> Optional<T> whileHeld(GroupAction<T, E> action) throws E {
    if (ending.get() || !enter()) {
      return Optional.empty();
    }
    try {
      return Optional.of(action.run());
    } finally {
      leave();
    }
  }

  /** Returns whether the caller is a user now; no user can enter after the last one has left. */
  private boolean enter() {
    return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  private void leave() {
    if (users.decrementAndGet() == 0) {
      Cleanup.each(releases, Runnable::run);
    }
  }
}
