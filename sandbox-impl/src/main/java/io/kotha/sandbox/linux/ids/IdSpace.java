package io.kotha.sandbox.linux.ids;

import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The host ids that rooms may be given: the gap between the ranges that systemd gives to containers
 * and its foreign-id range, of which its own documentation says that nothing uses it; less what
 * {@code /etc/subuid} and {@code /etc/subgid} have given away.
 *
 * @param ranges of 65,536 ids each, ascending
 */
record IdSpace(List<IdRange> ranges) {

  /** 0x7000_0000. */
  static final long FIRST = 1_879_048_192L;

  /** 0x7ffe_0000, exclusive. */
  static final long END = 2_147_352_576L;

  /** As many as a full set of 16-bit ids: what images are made for. */
  static final long RANGE = 65_536;

  /**
   * From one range to the next. The kernel keeps all users in 128 lists, by the lowest seven bits
   * of an id and the seven above, and goes through one at each change of ids: with ranges in steps
   * of their own length, every room would be in the same.
   */
  static final long STRIDE = RANGE + 1;

  private static final long BLOCK = 64 * RANGE;

  IdSpace {
    ranges = List.copyOf(ranges);
  }

  /**
   * Pure.
   *
   * @param subordinates what others own
   * @param userMap ids that exist in our user namespace
   * @param groupMap likewise
   */
  static IdSpace of(List<IdRange> subordinates, List<IdRange> userMap, List<IdRange> groupMap) {
    return new IdSpace(
        LongStream.range(0, blocks())
            .flatMap(
                block -> LongStream.range(0, IdBlock.SIZE).map(i -> first(block) + i * STRIDE))
            .mapToObj(first -> new IdRange(first, RANGE))
            .filter(range -> range.end() <= END)
            .filter(range -> subordinates.stream().noneMatch(range::overlaps))
            .filter(range -> userMap.stream().anyMatch(ids -> ids.contains(range)))
            .filter(range -> groupMap.stream().anyMatch(ids -> ids.contains(range)))
            .toList());
  }

  /** Of the host this JVM runs on. */
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
   * The ranges of one block. A block is a fixed stretch of ids, whatever is left out of it: JVMs
   * that read another {@code /etc/subuid} still agree on which block is which.
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
