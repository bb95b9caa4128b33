package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that can create a set-user-ID, set-group-ID or device file, in two forms that decide
 * alike: rules that refuse such files, for policies that grant the call, and conditions for
 * policies that grant only what is safe.
 */
final class PrivilegedFiles {

  private static final long S_ISUID_OR_S_ISGID = 06000;
  private static final long S_IFMT = 0170000;
  private static final long S_IFSOCK = 0140000;
  private static final long S_IFREG = 0100000;
  private static final long S_IFIFO = 0010000;
  // S_IFCHR and S_IFBLK differ in one bit; this mask is S_IFMT without it.
  private static final long S_IFMT_OF_DEVICES = 0130000;
  private static final long S_IFCHR = 0020000;
  // open(2) reads its mode argument only with one of these flags.
  private static final long O_CREAT_OR_TMPFILE = 0100 | 020000000;

  /** By call: alternatives of which a safe call meets at least one. */
  private static final Map<String, List<ArgumentCondition>> SAFE = safe();

  /**
   * Calls that take the mode of a new file from memory, which a filter cannot read. {@code openat2}
   * and io_uring have callers with a fallback.
   */
  static final List<String> HIDDEN_MODES =
      List.of("openat2", "io_uring_setup", "io_uring_enter", "io_uring_register");

  /** Rules that refuse each call that is not safe. */
  static final List<SyscallRule> REFUSED = refused();

  private PrivilegedFiles() {}

  /** Returns the safe conditions of a call; empty if the call cannot create such a file. */
  static Optional<List<ArgumentCondition>> safe(String syscall) {
    return Optional.ofNullable(SAFE.get(syscall));
  }

  private static Map<String, List<ArgumentCondition>> safe() {
    Map<String, List<ArgumentCondition>> safe = new LinkedHashMap<>();
    safe.put("chmod", List.of(withoutSetId(1)));
    safe.put("fchmod", List.of(withoutSetId(1)));
    safe.put("fchmodat", List.of(withoutSetId(2)));
    safe.put("fchmodat2", List.of(withoutSetId(2)));
    safe.put("creat", List.of(withoutSetId(1)));
    safe.put("open", List.of(int32(1).hasNoneOf(O_CREAT_OR_TMPFILE), withoutSetId(2)));
    safe.put("openat", List.of(int32(2).hasNoneOf(O_CREAT_OR_TMPFILE), withoutSetId(3)));
    safe.put("mknod", ordinaryTypes(1));
    safe.put("mknodat", ordinaryTypes(2));
    return safe;
  }

  private static ArgumentCondition withoutSetId(int mode) {
    return int32(mode).hasNoneOf(S_ISUID_OR_S_ISGID);
  }

  /** Returns a condition for each type of file but devices; type 0 is a regular file. */
  private static List<ArgumentCondition> ordinaryTypes(int mode) {
    List<ArgumentCondition> types = new ArrayList<>();
    for (long type : new long[] {0, S_IFREG, S_IFIFO, S_IFSOCK}) {
      types.add(int32(mode).isMasked(S_IFMT | S_ISUID_OR_S_ISGID, type));
    }
    return List.copyOf(types);
  }

  private static List<SyscallRule> refused() {
    List<SyscallRule> rules = new ArrayList<>();
    SAFE.forEach(
        (syscall, conditions) -> {
          if (syscall.startsWith("mknod")) {
            int mode = conditions.get(0).index();
            rules.add(refused(syscall, int32(mode).hasAnyOf(S_ISUID_OR_S_ISGID)));
            rules.add(refused(syscall, int32(mode).isMasked(S_IFMT_OF_DEVICES, S_IFCHR)));
          } else {
            rules.add(
                refused(
                    syscall,
                    conditions.stream()
                        .map(ArgumentCondition::negated)
                        .toArray(ArgumentCondition[]::new)));
          }
        });
    return List.copyOf(rules);
  }

  private static SyscallRule refused(String syscall, ArgumentCondition... conditions) {
    return new SyscallRule(syscall, SyscallAction.EPERM, List.of(conditions));
  }
}
