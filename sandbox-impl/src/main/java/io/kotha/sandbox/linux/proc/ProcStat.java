package io.kotha.sandbox.linux.proc;

import java.util.Optional;

/**
 * Fields of {@code /proc/PID/stat} ({@code proc_pid_stat(5)}).
 *
 * @param name the command name, of which the kernel escapes nothing in this file
 * @param state the state of the first thread, such as {@code R}
 * @param startTicks the start time in clock ticks since boot: pids are reused, but not with the
 *     same start time
 */
public record ProcStat(String name, char state, long startTicks) {

  /** The index of the start time, counted from the state. */
  private static final int START_FIELD = 22 - 3;

  /** Parses the file; empty if it has another format. */
  public static Optional<ProcStat> parse(String text) {
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')'); // the name may contain parentheses and blanks
    if (open < 0 || close < open || !text.startsWith(" ", close + 1)) {
      return Optional.empty();
    }
    String[] fields = text.substring(close + 2).split(" ", START_FIELD + 2);
    if (fields.length <= START_FIELD
        || fields[0].length() != 1
        || !fields[START_FIELD].matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcStat(
            text.substring(open + 1, close),
            fields[0].charAt(0),
            Long.parseLong(fields[START_FIELD])));
  }

  /** Returns whether the first thread has ended and is not reaped. */
  public boolean isZombie() {
    return state == 'Z' || state == 'X';
  }
}
