package io.kotha.sandbox.isolation;

import java.util.List;

/** How ids of the room's user namespace map to ids of the host ({@code user_namespaces(7)}). */
public sealed interface IdMap {

  /**
   * The default. Under root: 65,536 ids leased for this room alone. As an ordinary user: one id,
   * the caller's own.
   */
  record Automatic() implements IdMap {}

  /** No mapping at all: the program runs as the overflow id, 65534. */
  record None() implements IdMap {}

  /**
   * Ranges as in {@code /proc/PID/uid_map}, for users and groups alike. As an ordinary user they
   * are written by {@code newuidmap(1)} and {@code newgidmap(1)} and must stand in {@code
   * /etc/subuid} and {@code /etc/subgid}.
   */
  record Ranges(List<IdRange> ranges) implements IdMap {
    public Ranges {
      ranges = List.copyOf(ranges);
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
   * @param count number of ids
   */
  record IdRange(long inside, long outside, long count) {
    public IdRange {
      if (inside < 0 || count < 1 || inside + count > 1L << 32 || outside + count > 1L << 32) {
        throw new IllegalArgumentException("no such id range");
      }
      if (outside < 1) {
        throw new IllegalArgumentException("host id 0 is never mapped into a room");
      }
    }
  }

  /** One range. */
  static IdMap range(long inside, long outside, long count) {
    return new Ranges(List.of(new IdRange(inside, outside, count)));
  }

  /** See {@link None}. */
  static IdMap none() {
    return new None();
  }

  /** See {@link Automatic}. */
  static IdMap automatic() {
    return new Automatic();
  }
}
