package io.kotha.sandbox.linux.ids;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A block of id ranges that this JVM holds, by the lock on its file.
 *
 * <p>The note in the file tells the next holder what to do:
 *
 * <ul>
 *   <li>{@code free N}: the last holder ended in order, with no room alive; go on at range N, so
 *       that the ranges used last are used last again.
 *   <li>{@code held}: the last holder was killed. Its rooms die by the hand of its helper, within
 *       milliseconds, but when it died nobody knows. So the block rests from now on.
 *   <li>{@code rest T}: not before time T, milliseconds since 1970.
 * </ul>
 *
 * <p>Five seconds are a thousand times what the helper needs to kill its rooms, and there are
 * enough other blocks.
 */
final class IdBlock {

  /** Ranges in a block. */
  static final int SIZE = 63;

  static final Duration REST = Duration.ofSeconds(5);

  private final LockFile lock;
  private final List<IdRange> ranges;

  private IdBlock(LockFile lock, List<IdRange> ranges) {
    this.lock = lock;
    this.ranges = ranges;
  }

  /**
   * Takes a block, if it is free and has rested.
   *
   * @param ranges of the block, not empty
   */
  static Optional<IdBlock> tryTake(Path file, List<IdRange> ranges, InstantSource clock)
      throws IOException {
    Optional<LockFile> lock = LockFile.tryLock(file);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    String[] note = lock.get().note().split(" ");
    long now = clock.millis();
    if (note[0].equals("held") || (note[0].equals("rest") && !hasRested(number(note), now))) {
      rest(lock.get(), note, now);
      lock.get().close();
      return Optional.empty();
    }
    lock.get().write("held");
    int next = note[0].equals("free") ? (int) (number(note) % ranges.size()) : 0;
    return Optional.of(new IdBlock(lock.get(), rotated(ranges, next)));
  }

  /** In the order in which they are to be used. */
  List<IdRange> ranges() {
    return ranges;
  }

  /**
   * Gives the block to the next JVM.
   *
   * @param next index, in the block's own order, of the range to go on with
   */
  void free(int next) throws IOException {
    lock.write("free " + next);
    lock.close();
  }

  /** Gives it back with rooms that may still be alive. */
  void abandon() {
    lock.close(); // the note still says "held"
  }

  /** Also when the clock was set back: no block rests longer than it has to. */
  private static boolean hasRested(long until, long now) {
    return now >= until || until - now > REST.toMillis();
  }

  private static void rest(LockFile lock, String[] note, long now) throws IOException {
    if (note[0].equals("held")) {
      lock.write("rest " + (now + REST.toMillis()));
    }
  }

  private static long number(String[] note) {
    try {
      return note.length > 1 ? Math.max(0, Long.parseLong(note[1])) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static List<IdRange> rotated(List<IdRange> ranges, int next) {
    return Stream.concat(ranges.stream().skip(next), ranges.stream().limit(next)).toList();
  }
}
