package io.kotha.sandbox.linux.proc;

import java.util.Optional;

/**
 * Fields of {@code /proc/PID/stat} ({@code proc_pid_stat(5)}).
 *
 * @param name the command name, of which the kernel escapes nothing in this file
 * @param state the state of the first thread, such as {@code R}
 * @param parent the pid of the parent
 * @param cpuTicks the user and system time of all threads, in clock ticks
 * @param startTicks the start time in clock ticks since boot: pids are reused, but not with the
 *     same start time
 */
public record ProcStat(String name, char state, long parent, long cpuTicks, long startTicks) {

  /** The number of clock ticks in a second, on every architecture that Kotha supports. */
  public static final int TICKS = 100;

  // The indices of fields, counted from the state.
  private static final int PARENT_FIELD = 4 - 3;
  private static final int USER_FIELD = 14 - 3;
  private static final int SYSTEM_FIELD = 15 - 3;
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
        || !isNumber(fields[PARENT_FIELD])
        || !isNumber(fields[USER_FIELD])
        || !isNumber(fields[SYSTEM_FIELD])
        || !isNumber(fields[START_FIELD])) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcStat(
            text.substring(open + 1, close),
            fields[0].charAt(0),
            Long.parseLong(fields[PARENT_FIELD]),
            Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD]),
            Long.parseLong(fields[START_FIELD])));
  }

  private static boolean isNumber(String field) {
    return field.matches("\\d{1,18}");
  }

  /** Returns whether the first thread has ended and is not reaped. */
  public boolean isZombie() {
    return state == 'Z' || state == 'X';
  }
}
