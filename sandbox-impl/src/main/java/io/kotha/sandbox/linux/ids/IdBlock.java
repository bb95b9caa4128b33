package io.kotha.sandbox.linux.ids;

import io.kotha.sandbox.linux.sys.LockCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A block of id ranges that this JVM holds through the lock on the block's file.
 *
 * <p>The state in the file tells the next holder how to proceed:
 *
 * <ul>
 *   <li>{@code free N}: the last holder released the block while no room was alive. The next holder
 *       continues at range N, so that it reuses the most recent ranges last.
 *   <li>{@code held}: the last holder was killed. Its zygote kills its rooms within milliseconds,
 *       but the time of its death is unknown. The block is therefore quarantined from now on.
 *   <li>{@code rest T}: the block is quarantined until T, in milliseconds since 1970.
 * </ul>
 *
 * <p>The quarantine of five seconds is a thousand times as long as a zygote needs to kill its
 * rooms, and there are enough other blocks.
 */
final class IdBlock {

  /** The number of ranges in a block. */
  static final int SIZE = 63;

  static final Duration QUARANTINE = Duration.ofSeconds(5);

  private final LockFile lock;
  private final List<IdRange> ranges;

  private IdBlock(LockFile lock, List<IdRange> ranges) {
    this.lock = lock;
    this.ranges = ranges;
  }

  /**
   * Takes a block; empty if another JVM holds it or if it is quarantined.
   *
   * @param ranges the ranges of the block, not empty
   */
  static Optional<IdBlock> tryTake(
      LockCalls calls, Path file, List<IdRange> ranges, InstantSource clock) throws IOException {
    Optional<LockFile> lock = LockFile.tryLock(calls, file);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    Optional<IdBlock> block = Optional.empty();
    try {
      block = take(lock.get(), ranges, clock.millis());
      return block;
    } finally {
      if (block.isEmpty()) {
        lock.get().close();
      }
    }
  }

  private static Optional<IdBlock> take(LockFile lock, List<IdRange> ranges, long now)
      throws IOException {
    String[] state = lock.state().split(" ");
    if (state[0].equals("held") || (state[0].equals("rest") && !isOver(number(state), now))) {
      startQuarantine(lock, state, now);
      return Optional.empty();
    }
    lock.write("held");
    int next = state[0].equals("free") ? (int) (number(state) % ranges.size()) : 0;
    return Optional.of(new IdBlock(lock, rotated(ranges, next)));
  }

  /** Returns the ranges in the order in which they are to be leased. */
  List<IdRange> ranges() {
    return ranges;
  }

  /**
   * Releases the block for the next JVM.
   *
   * @param next the index, in ascending order, of the range to continue with
   */
  void free(int next) throws IOException {
    lock.write("free " + next);
    lock.close();
  }

  /** Releases the block while rooms may still be alive. */
  void abandon() {
    lock.close(); // the state is still "held"
  }

  /**
   * Returns whether a quarantine is over. One that ends too far in the future is over as well: the
   * clock was then set back, which must not prolong it.
   */
  private static boolean isOver(long until, long now) {
    return now >= until || until - now > QUARANTINE.toMillis();
  }

  private static void startQuarantine(LockFile lock, String[] state, long now) throws IOException {
    if (state[0].equals("held")) {
      lock.write("rest " + (now + QUARANTINE.toMillis()));
    }
  }

  private static long number(String[] state) {
    try {
      return state.length > 1 ? Math.max(0, Long.parseLong(state[1])) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static List<IdRange> rotated(List<IdRange> ranges, int next) {
    return Stream.concat(ranges.stream().skip(next), ranges.stream().limit(next)).toList();
  }
}
