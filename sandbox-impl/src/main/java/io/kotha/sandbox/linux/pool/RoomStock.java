package io.kotha.sandbox.linux.pool;

import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.event.SandboxEvent.Origin;
import io.kotha.sandbox.linux.room.ParkedRoom;
import io.kotha.sandbox.stats.PoolStats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a pool that wait for a command or are being built, and the counters of the pool. It
 * decides what to build and to discard; {@link RoomPool} does it. Thread-safe.
 */
final class RoomStock {

  /** The maximum of concurrent builds. More would delay the zygote's work for running rooms. */
  private static final int MAX_BUILDS = 2;

  private final PoolSize size;

  /** The rooms that were not entered, the oldest first. */
  private final Deque<ParkedRoom> rooms = new ArrayDeque<>();

  /** The number of rooms for which a request is being sent. */
  private int reserved;

  private boolean closed;
  private boolean inDelay;
  private boolean inPeriod;
  private boolean inWatch;
  private long warm;
  private long early;
  private long cold;
  private long died;
  private long failed;
  private @Nullable SandboxException lastFailure;

  RoomStock(PoolSettings settings) {
    this.size = new PoolSize(settings);
  }

  synchronized int size() {
    return size.now();
  }

  synchronized int ready() {
    return (int) rooms.stream().filter(RoomStock::isReady).count();
  }

  synchronized PoolStats stats() {
    int ready = ready();
    return new PoolStats(
        size.now(),
        ready,
        (int) building(),
        warm,
        early,
        cold,
        died,
        failed,
        Optional.ofNullable(lastFailure));
  }

  private static boolean isReady(ParkedRoom room) {
    return room.wasReady() && !room.gone().isDone();
  }

  private long building() {
    return rooms.stream().filter(room -> !room.wasReady()).count() + reserved;
  }

  // ---- taking ----

  /**
   * A room that a start has taken.
   *
   * @param origin {@link Origin#POOL_READY} or {@link Origin#POOL_BUILDING}
   */
  record Taken(ParkedRoom room, Origin origin) {}

  /**
   * Counts a start and removes a room for it: the one that has been ready for longest, else the
   * oldest that is being built; empty if there is none.
   *
   * @throws IllegalStateException if the pool is closed
   */
  synchronized Optional<Taken> take() {
    size.taken(ready());
    Optional<Taken> best = takeAnother();
    if (best.isEmpty()) {
      cold++;
    } else if (best.get().origin() == Origin.POOL_READY) {
      warm++;
    } else {
      early++;
    }
    return best;
  }

  /** Removes another room for a start that was counted and whose first room died. */
  synchronized Optional<Taken> takeAnother() {
    if (closed) {
      throw new IllegalStateException("the pool is closed: make another one");
    }
    Optional<Taken> best =
        rooms.stream()
            .filter(RoomStock::isReady)
            .findFirst()
            .map(room -> new Taken(room, Origin.POOL_READY))
            .or(
                () ->
                    rooms.stream()
                        .filter(room -> !room.gone().isDone())
                        .findFirst()
                        .map(room -> new Taken(room, Origin.POOL_BUILDING)));
    best.ifPresent(taken -> rooms.remove(taken.room()));
    return best;
  }

  // ---- filling ----

  /** Reserves one build. Returns true if there is one to start; then call {@link #unreserve}. */
  synchronized boolean reserve() {
    if (!isShort()) {
      return false;
    }
    reserved++;
    return true;
  }

  private boolean isShort() {
    return !closed && rooms.size() + reserved < size.now() && building() < MAX_BUILDS;
  }

  /** Ends a reservation: the room was added, or could not be requested. */
  synchronized void unreserve() {
    reserved--;
  }

  /** Adds a room that is ready or being built. Returns false if the pool does not need it. */
  synchronized boolean add(ParkedRoom room) {
    return !closed && rooms.size() < size.now() && rooms.add(room);
  }

  /** Records that a room is ready. Returns whether the pool needs more rooms. */
  synchronized boolean wasBuilt() {
    lastFailure = null;
    return isShort();
  }

  /** Records that a room could not be built. Returns whether that matters: the pool is open. */
  synchronized boolean wasNotBuilt(SandboxException reason) {
    failed++;
    lastFailure = reason;
    return !closed;
  }

  /** Removes a room that died. Returns whether it was here, which means it was never entered. */
  synchronized boolean drop(ParkedRoom room) {
    boolean removed = rooms.remove(room);
    if (removed && room.wasReady()) {
      died++;
    }
    return removed;
  }

  /** Begins the delay before a refill. Returns false if it has begun already. */
  synchronized boolean beginDelay() {
    boolean begins = !inDelay;
    inDelay = true;
    return begins;
  }

  /** Ends the delay before a refill. */
  synchronized void endDelay() {
    inDelay = false;
  }

  /** Begins to watch the builds, unless there is none or they are watched already. */
  synchronized boolean beginWatch() {
    boolean begins = !inWatch && !closed && rooms.stream().anyMatch(room -> !room.wasReady());
    inWatch |= begins;
    return begins;
  }

  /** Ends the watch and returns the rooms that are still being built. */
  synchronized List<ParkedRoom> endWatch() {
    inWatch = false;
    return rooms.stream().filter(room -> !room.wasReady()).toList();
  }

  // ---- shrinking ----

  /** Begins a period, unless one runs or its end could not shrink the pool. */
  synchronized boolean beginPeriod() {
    if (closed || inPeriod || !size.canShrink()) {
      return false;
    }
    inPeriod = true;
    return true;
  }

  /** Ends a period and removes the rooms that were not needed in it, which it returns. */
  synchronized List<ParkedRoom> endPeriod() {
    inPeriod = false;
    size.periodEnded(ready());
    List<ParkedRoom> unneeded = new ArrayList<>();
    while (rooms.size() > size.now()) {
      unneeded.add(rooms.removeLast());
    }
    return unneeded;
  }

  /** Closes the stock and returns all its rooms. No room can be added or taken any more. */
  synchronized List<ParkedRoom> close() {
    closed = true;
    List<ParkedRoom> all = new ArrayList<>(rooms);
    rooms.clear();
    return all;
  }
}
