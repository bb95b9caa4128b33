package io.kotha.sandbox.isolation;

import java.util.List;
import java.util.Objects;

/** A mapping of the user and group ids of a room to ids of the host; {@code user_namespaces(7)}. */
public sealed interface IdMap {

  /**
   * The default mapping. If the JVM is root: 65,536 ids that no other room has. If it is an
   * ordinary user: one id, the user's own.
   */
  record Automatic() implements IdMap {}

  /** No mapping: the program runs as the overflow id, 65534. */
  record None() implements IdMap {}

  /**
   * Explicit ranges, as in {@code /proc/PID/uid_map}, for users and groups alike. They must include
   * id 0 and the program's uid and gid inside the room. For an ordinary user, {@code newuidmap(1)}
   * and {@code newgidmap(1)} write them, and {@code /etc/subuid} and {@code /etc/subgid} must grant
   * them.
   *
   * @param ranges 1 to 16 ranges
   */
  record Ranges(List<IdRange> ranges) implements IdMap {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are not 1 to 16 ranges
     */
    public Ranges {
      ranges = List.copyOf(Objects.requireNonNull(ranges, "ranges"));
      if (ranges.isEmpty() || ranges.size() > 16) {
        throw new IllegalArgumentException("an id map has 1 to 16 ranges, not " + ranges.size());
      }
    }
  }

  /**
   * One line of an id map.
   *
   * @param inside first id inside the room
   * @param outside first id on the host; never 0
   * @param count number of ids, 1 or more
   */
  record IdRange(long inside, long outside, long count) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if an id is not below 2³², or the range includes host id 0
     */
    public IdRange {
      long most = 1L << 32; // each first, because the sums may overflow
      boolean small = inside < most && outside < most && count <= most;
      if (!small || inside < 0 || count < 1 || inside + count > most || outside + count > most) {
        throw new IllegalArgumentException(
            "an id range has ids below 2^32, not inside "
                + inside
                + ", outside "
                + outside
                + ", count "
                + count);
      }
      if (outside < 1) {
        throw new IllegalArgumentException("host id 0 is never mapped into a room");
      }
    }
  }

  /**
   * Returns a mapping of one range.
   *
   * @param inside first id inside the room
   * @param outside first id on the host; never 0
   * @param count number of ids, 1 or more
   * @throws IllegalArgumentException if an id is not below 2³², or the range includes host id 0
   */
  static IdMap range(long inside, long outside, long count) {
    return new Ranges(List.of(new IdRange(inside, outside, count)));
  }

  /** Returns no mapping; see {@link None}. */
  static IdMap none() {
    return new None();
  }

  /** Returns the default mapping; see {@link Automatic}. */
  static IdMap automatic() {
    return new Automatic();
  }
}
