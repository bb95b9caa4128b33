package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The map of a user namespace, {@code /proc/PID/uid_map} ({@code user_namespaces(7)}).
 *
 * @param ranges its lines
 */
record IdMapText(List<Range> ranges) {

  IdMapText {
    ranges = List.copyOf(ranges);
  }

  /** A line: ids inside, the ids of the reader that they are, and their number. */
  record Range(long inside, long outside, long count) {}

  /** Parses the file. Leaves out what has another format. */
  static IdMapText parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String line : PseudoFile.lines(text)) {
      String[] words = line.strip().split(" +", 4);
      if (words.length == 3 && Arrays.stream(words).allMatch(word -> word.matches("\\d{1,10}"))) {
        ranges.add(
            new Range(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])));
      }
    }
    return new IdMapText(ranges);
  }

  /** Returns the id inside of an id of the reader; empty if it is not mapped. */
  OptionalLong inside(long outside) {
    return ranges.stream()
        .filter(range -> outside >= range.outside() && outside - range.outside() < range.count())
        .mapToLong(range -> range.inside() + outside - range.outside())
        .findFirst();
  }

  /** Returns the id of the reader of an id inside; empty if it is not mapped. */
  OptionalLong outside(long inside) {
    return ranges.stream()
        .filter(range -> inside >= range.inside() && inside - range.inside() < range.count())
        .mapToLong(range -> range.outside() + inside - range.inside())
        .findFirst();
  }
}
