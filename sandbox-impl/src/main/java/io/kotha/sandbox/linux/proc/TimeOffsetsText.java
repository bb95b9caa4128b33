package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.time.Duration;

/** The text of {@code /proc/PID/timens_offsets} ({@code time_namespaces(7)}). Pure. */
final class TimeOffsetsText {

  private TimeOffsetsText() {}

  /**
   * Parses the file.
   *
   * @throws IOException if it has another format
   */
  static TimeOffsets parse(String text) throws IOException {
    return new TimeOffsets(offset(text, "monotonic"), offset(text, "boottime"));
  }

  private static Duration offset(String text, String clock) throws IOException {
    for (String line : PseudoFile.lines(text)) {
      String[] words = line.strip().split(" +", 4);
      if (words.length == 3
          && words[0].equals(clock)
          && words[1].matches("-?\\d{1,12}")
          && words[2].matches("\\d{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(words[1]), Long.parseLong(words[2]));
      }
    }
    throw ProcessInspector.malformed("PID/timens_offsets");
  }
}
