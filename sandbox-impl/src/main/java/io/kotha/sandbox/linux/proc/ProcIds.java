package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Fields of {@code /proc/PID/status} ({@code proc_pid_status(5)}) that name a process of a room.
 *
 * @param uid the effective uid
 * @param pids the pids of the process, from that in the namespace of {@code /proc} to that in its
 *     own; {@code NSpid}
 * @param residentKiB the resident memory; 0 for a process without memory
 */
record ProcIds(long uid, List<Long> pids, long residentKiB) {

  ProcIds {
    pids = List.copyOf(pids);
  }

  /**
   * Parses the file; empty if it has another format. The kernel escapes newlines of the name in
   * this file, so no process can make a line.
   */
  static Optional<ProcIds> parse(String text) {
    List<Long> uids = List.of();
    List<Long> pids = List.of();
    long resident = 0;
    for (String line : PseudoFile.lines(text)) {
      if (line.startsWith("Uid:\t")) {
        uids = numbers(line);
      } else if (line.startsWith("NSpid:\t")) {
        pids = numbers(line);
      } else if (line.startsWith("VmRSS:\t")) {
        resident = numbers(line).stream().findFirst().orElse(0L);
      }
    }
    // Real, effective, saved and file system uid.
    return uids.size() == 4 && !pids.isEmpty()
        ? Optional.of(new ProcIds(uids.get(1), pids, resident))
        : Optional.empty();
  }

  private static List<Long> numbers(String line) {
    return Arrays.stream(line.split("[\t ]+"))
        .skip(1)
        .filter(word -> word.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .toList();
  }
}
