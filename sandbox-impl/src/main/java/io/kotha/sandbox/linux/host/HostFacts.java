package io.kotha.sandbox.linux.host;

import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the facts about this host that decide plans. */
public final class HostFacts {

  private static final int RLIMITS = 16;

  /** The capabilities that building rooms as root needs: CAP_SETGID, CAP_SETUID, CAP_SYS_ADMIN. */
  private static final long BUILDER_CAPABILITIES = 1L << 6 | 1L << 7 | 1L << 21;

  private static final long LANDLOCK_CREATE_RULESET = 444; // on every architecture
  private static final long LANDLOCK_CREATE_RULESET_VERSION = 1;

  private static final int PR_SCHED_CORE = 62;
  private static final int PR_SCHED_CORE_GET = 0;

  /** The mount points that decide on {@code /proc/sys/user}. */
  private static final Set<String> SYSCTL_MOUNTS = Set.of("/proc", "/proc/sys", "/proc/sys/user");

  private HostFacts() {}

  /** Reads all facts. */
  public static Host read(Native kernel, Arch arch) throws IOException {
    Map<Integer, Long> hard = new HashMap<>();
    for (int resource = 0; resource < RLIMITS; resource++) {
      hard.put(resource, kernel.hardLimit(resource));
    }
    boolean root =
        kernel.effectiveUid() == 0
            && (capabilities() & BUILDER_CAPABILITIES) == BUILDER_CAPABILITIES;
    return new Host(
        root ? Host.Privilege.ROOT : Host.Privilege.USER,
        kernel.effectiveUid(),
        kernel.effectiveGid(),
        Runtime.getRuntime().availableProcessors(),
        arch,
        hard,
        Integer.parseInt(PseudoFile.read("/proc/self/oom_score_adj").trim()),
        Math.max(0, landlockVersion(kernel)),
        PseudoFile.read("/proc/filesystems").contains("\tmqueue\n"),
        canLimitNesting());
  }

  /** Returns the kernel's Landlock ABI version, or -errno. */
  public static int landlockVersion(Native kernel) {
    return (int) kernel.syscall(LANDLOCK_CREATE_RULESET, 0, 0, LANDLOCK_CREATE_RULESET_VERSION, 0);
  }

  /** Returns 0 if the kernel supports core scheduling, else -errno. */
  public static int coreScheduling(Native kernel, Arch arch) {
    byte[] cookie = new byte[8];
    int prctl = arch.table().numberOf("prctl").orElseThrow();
    return (int) kernel.syscall(prctl, PR_SCHED_CORE, PR_SCHED_CORE_GET, 0, 0, cookie);
  }

  private static boolean canLimitNesting() throws IOException {
    return Files.exists(Path.of("/proc/sys/user/max_user_namespaces"))
        && isSysctlWritable(PseudoFile.read("/proc/self/mountinfo"));
  }

  /**
   * Returns whether {@code /proc/sys/user} is writable. In a container {@code /proc/sys} is usually
   * a read-only mount of its own.
   */
  static boolean isSysctlWritable(String mountinfo) {
    boolean writable = true;
    for (String line : PseudoFile.lines(mountinfo)) {
      String[] fields = line.split(" ", 7); // id, parent id, device, root, mount point, options
      if (fields.length == 7 && SYSCTL_MOUNTS.contains(fields[4])) {
        writable = List.of(fields[5].split(",")).contains("rw"); // the last mount covers the others
      }
    }
    return writable;
  }

  private static long capabilities() throws IOException {
    for (String line : PseudoFile.lines(PseudoFile.read("/proc/self/status"))) {
      if (line.startsWith("CapEff:")) {
        return Long.parseUnsignedLong(line.substring(7).trim(), 16);
      }
    }
    return 0;
  }
}
