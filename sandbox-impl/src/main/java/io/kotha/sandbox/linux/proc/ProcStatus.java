package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.inspect.CapabilitySet;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fields of {@code /proc/PID/status} ({@code proc_pid_status(5)}).
 *
 * @param uid the effective uid
 */
record ProcStatus(
    long uid,
    CapabilitySet inheritable,
    CapabilitySet permitted,
    CapabilitySet effective,
    CapabilitySet bounding,
    CapabilitySet ambient) {

  /** The order is that of the components. */
  private static final List<String> SETS =
      List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb");

  /**
   * Parses the file; empty if it has another format. The kernel escapes newlines of the name in
   * this file, so no process can make a line.
   */
  static Optional<ProcStatus> parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : PseudoFile.lines(text)) {
      int colon = line.indexOf(":\t");
      if (colon > 0) {
        values.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    // Real, effective, saved and file system uid.
    String[] uids = values.getOrDefault("Uid", "").split("\t", 5);
    if (uids.length != 4 || !uids[1].matches("\\d{1,10}")) {
      return Optional.empty();
    }
    CapabilitySet[] sets = new CapabilitySet[SETS.size()];
    for (int i = 0; i < sets.length; i++) {
      String mask = values.getOrDefault(SETS.get(i), "");
      if (!mask.matches("[0-9a-f]{16}")) {
        return Optional.empty();
      }
      sets[i] = new CapabilitySet(Long.parseUnsignedLong(mask, 16));
    }
    return Optional.of(
        new ProcStatus(Long.parseLong(uids[1]), sets[0], sets[1], sets[2], sets[3], sets[4]));
  }
}
