package io.kotha.sandbox.linux.pool;

import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.room.ParkedRoom;
import io.kotha.sandbox.stats.PoolStats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a pool that wait for a command, or are being built to, and the account of them.
 * Thread-safe; it decides and counts, and leaves the work to {@link RoomPool}.
 */
final class RoomStock {

  /** How many are built at once: more would only keep the zygote from rooms that run. */
  private static final int AT_ONCE = 2;

  private final PoolSize size;

  /** All that were not entered, the oldest first. */
  private final Deque<ParkedRoom> rooms = new ArrayDeque<>();

  /** How many are just being asked for. */
  private int asking;

  private boolean closed;
  private boolean inPause;
  private boolean inPeriod;
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
    return rooms.stream().filter(room -> !room.wasReady()).count() + asking;
  }

  // ---- taking ----

  /** The one that has been ready for longest, else the one that will be first; if there is any. */
  synchronized Optional<ParkedRoom> take() {
    size.taken(ready());
    Optional<ParkedRoom> best = takeAnother();
    if (best.isEmpty()) {
      cold++;
    } else if (best.get().wasReady()) {
      warm++;
    } else {
      early++;
    }
    return best;
  }

  /** For a start that has been counted, and met a room as it died. */
  synchronized Optional<ParkedRoom> takeAnother() {
    if (closed) {
      throw new IllegalStateException("the pool is closed");
    }
    Optional<ParkedRoom> best =
        rooms.stream()
            .filter(RoomStock::isReady)
            .findFirst()
            .or(() -> rooms.stream().filter(room -> !room.gone().isDone()).findFirst());
    best.ifPresent(rooms::remove);
    return best;
  }

  // ---- filling ----

  /** Whether one more is to be asked for; then {@link #unreserve} is called in the end. */
  synchronized boolean reserve() {
    if (!isShort()) {
      return false;
    }
    asking++;
    return true;
  }

  private boolean isShort() {
    return !closed && rooms.size() + asking < size.now() && building() < AT_ONCE;
  }

  synchronized void unreserve() {
    asking--;
  }

  /** Takes in one that is there or on its way; false if nobody wants it any more. */
  synchronized boolean add(ParkedRoom room) {
    return !closed && rooms.size() < size.now() && rooms.add(room);
  }

  /** One is ready; whether more are to be asked for. */
  synchronized boolean wasBuilt() {
    lastFailure = null;
    return isShort();
  }

  synchronized void wasNotBuilt(SandboxException reason) {
    failed++;
    lastFailure = reason;
  }

  /** Whether this one had waited here until it died. */
  synchronized boolean drop(ParkedRoom room) {
    boolean mine = rooms.remove(room);
    if (mine && room.wasReady()) {
      died++;
    }
    return mine;
  }

  /** Whether a pause is to begin, at the end of which rooms that were taken are replaced. */
  synchronized boolean beginPause() {
    boolean begins = !inPause;
    inPause = true;
    return begins;
  }

  synchronized void endPause() {
    inPause = false;
  }

  // ---- letting go ----

  /** Whether a period is to begin, at the end of which rooms may turn out not to be needed. */
  synchronized boolean beginPeriod() {
    if (closed || inPeriod || !size.canShrink()) {
      return false;
    }
    inPeriod = true;
    return true;
  }

  /** What has not been needed in it, and is not here any more. */
  synchronized List<ParkedRoom> endPeriod() {
    inPeriod = false;
    size.periodEnded(ready());
    List<ParkedRoom> unneeded = new ArrayList<>();
    while (rooms.size() > size.now()) {
      unneeded.add(rooms.removeLast());
    }
    return unneeded;
  }

  /** All of it; there will be no more. */
  synchronized List<ParkedRoom> close() {
    closed = true;
    List<ParkedRoom> all = new ArrayList<>(rooms);
    rooms.clear();
    return all;
  }
}
