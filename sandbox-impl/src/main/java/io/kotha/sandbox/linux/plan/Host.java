package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.seccomp.Arch;
import java.util.Map;

/**
 * The facts of the host that decide a plan.
 *
 * @param privilege with what rights the JVM runs
 * @param uid its effective uid
 * @param gid its effective gid
 * @param cpus processors it may use
 * @param arch architecture
 * @param hardLimits its hard resource limits by number, {@code RLIMIT_*}; -1 is unlimited
 * @param oomScoreAdj its own
 * @param landlock the kernel's version of Landlock; 0: it has none
 * @param messageQueues whether it has POSIX message queues
 * @param nestingLimit whether a user namespace can limit how many are made in it: {@code
 *     /proc/sys/user} is there, and not mounted read-only
 */
public record Host(
    Privilege privilege,
    int uid,
    int gid,
    int cpus,
    Arch arch,
    Map<Integer, Long> hardLimits,
    int oomScoreAdj,
    int landlock,
    boolean messageQueues,
    boolean nestingLimit) {

  public Host {
    hardLimits = Map.copyOf(hardLimits);
  }

  /** With what rights the JVM runs. */
  public enum Privilege {
    /** Uid 0 with CAP_SYS_ADMIN, CAP_SETUID and CAP_SETGID. */
    ROOT,
    /** Anybody else. */
    USER
  }

  /** Whether rooms get leased host ids and are built with root's help. */
  public boolean isRoot() {
    return privilege == Privilege.ROOT;
  }
}
