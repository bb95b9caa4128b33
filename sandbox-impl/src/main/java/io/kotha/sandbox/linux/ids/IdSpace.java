package io.kotha.sandbox.linux.ids;

import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The host ids that rooms may have. They are the gap between the range that systemd uses for
 * containers and its foreign-id range; systemd's "Users, Groups, UIDs and GIDs" documentation
 * states that the gap is unused. Ids that {@code /etc/subuid} and {@code /etc/subgid} assign are
 * excluded.
 *
 * @param ranges ranges of 65,536 ids each, ascending
 */
record IdSpace(List<IdRange> ranges) {

  /** The first id, 0x7000_0000. */
  static final long FIRST = 1_879_048_192L;

  /** The id after the last one, 0x7ffe_0000. */
  static final long END = 2_147_352_576L;

  /** The number of ids in a range: the full set of 16-bit ids, which images are made for. */
  static final long RANGE = 65_536;

  /**
   * The distance from one range to the next. The kernel hashes users into 128 lists by the lowest
   * 14 bits of their id ({@code __uidhashfn} in kernel/user.c) and walks one list at each change of
   * ids. With a distance of 65,536, all rooms would share one list.
   */
  static final long STRIDE = RANGE + 1;

  private static final long BLOCK = 64 * RANGE;

  IdSpace {
    ranges = List.copyOf(ranges);
  }

  /**
   * Computes the id space. Pure.
   *
   * @param subordinates the ranges that others own
   * @param userMap the uids that exist in the JVM's user namespace
   * @param groupMap the gids that exist in the JVM's user namespace
   */
  static IdSpace of(List<IdRange> subordinates, List<IdRange> userMap, List<IdRange> groupMap) {
    return new IdSpace(
        LongStream.range(0, blocks())
            .flatMap(block -> LongStream.range(0, IdBlock.SIZE).map(i -> first(block) + i * STRIDE))
            .mapToObj(first -> new IdRange(first, RANGE))
            .filter(range -> range.end() <= END)
            .filter(range -> subordinates.stream().noneMatch(range::overlaps))
            .filter(range -> userMap.stream().anyMatch(ids -> ids.contains(range)))
            .filter(range -> groupMap.stream().anyMatch(ids -> ids.contains(range)))
            .toList());
  }

  /** Returns the id space of this host. */
  static IdSpace ofHost() {
    List<IdRange> subordinates =
        Stream.of("/etc/subuid", "/etc/subgid")
            .flatMap(file -> IdRange.ofSubordinates(PseudoFile.text(file).orElse("")).stream())
            .toList();
    return of(
        subordinates,
        IdRange.ofMap(PseudoFile.text("/proc/self/uid_map").orElse("")),
        IdRange.ofMap(PseudoFile.text("/proc/self/gid_map").orElse("")));
  }

  /**
   * Returns the ranges of one block. A block is a fixed interval of ids even if some of its ranges
   * are excluded, so that JVMs which read different versions of {@code /etc/subuid} still agree on
   * the blocks.
   */
  List<IdRange> block(int number) {
    IdRange whole = new IdRange(first(number), BLOCK);
    return ranges.stream().filter(whole::contains).toList();
  }

  static int blocks() {
    return Math.toIntExact((END - FIRST + BLOCK - 1) / BLOCK);
  }

  private static long first(long block) {
    return FIRST + block * BLOCK;
  }
}
