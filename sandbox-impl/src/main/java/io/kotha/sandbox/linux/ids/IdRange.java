package io.kotha.sandbox.linux.ids;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A range of consecutive user or group ids.
 *
 * @param first the lowest id
 * @param count the number of ids
 */
record IdRange(long first, long count) {

  private static final int SUBORDINATE_FIELDS = 3;

  /** Returns the id after the last one. */
  long end() {
    return first + count;
  }

  boolean overlaps(IdRange other) {
    return first < other.end() && other.first < end();
  }

  boolean contains(IdRange other) {
    return first <= other.first && other.end() <= end();
  }

  /**
   * Parses {@code /etc/subuid} or {@code /etc/subgid}, which have lines {@code owner:first:count}.
   */
  static List<IdRange> ofSubordinates(String text) {
    return subordinates(text).flatMap(line -> range(line.get(1), line.get(2)).stream()).toList();
  }

  /** Parses these files, but returns the ranges of the given owners only. */
  static List<IdRange> ofSubordinates(String text, List<String> owners) {
    return subordinates(text)
        .filter(line -> owners.contains(line.get(0)))
        .flatMap(line -> range(line.get(1), line.get(2)).stream())
        .toList();
  }

  private static Stream<List<String>> subordinates(String text) {
    return text.lines()
        .map(String::trim)
        .filter(line -> !line.startsWith("#"))
        .map(line -> List.of(line.split(":", -1)))
        .filter(fields -> fields.size() == SUBORDINATE_FIELDS);
  }

  /**
   * Parses {@code /proc/self/uid_map}, which has lines {@code inside outside count}, and returns
   * the ids that exist inside. Adjacent ranges are merged.
   */
  static List<IdRange> ofMap(String text) {
    List<IdRange> sorted =
        text.lines()
            .map(line -> line.trim().split("\\s+"))
            .filter(fields -> fields.length == 3)
            .flatMap(fields -> range(fields[0], fields[2]).stream())
            .sorted((a, b) -> Long.compare(a.first, b.first))
            .toList();
    List<IdRange> joined = new ArrayList<>();
    for (IdRange range : sorted) {
      IdRange last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last.end() == range.first) {
        joined.set(joined.size() - 1, new IdRange(last.first, last.count + range.count));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }

  private static Optional<IdRange> range(String first, String count) {
    try {
      IdRange range = new IdRange(Long.parseLong(first), Long.parseLong(count));
      return range.first >= 0 && range.count > 0 ? Optional.of(range) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty(); // shadow-utils skips such lines, too
    }
  }
}
