package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.seccomp.Arch;
import java.util.Map;

/**
 * The facts about the host and the JVM that decide a plan.
 *
 * @param privilege the privileges of the JVM
 * @param uid the JVM's effective uid
 * @param gid the JVM's effective gid
 * @param cpus the number of processors that the JVM may use
 * @param arch the architecture of the host
 * @param hardLimits the JVM's hard resource limits by {@code RLIMIT_*}; -1 is unlimited
 * @param oomScoreAdj the JVM's {@code oom_score_adj}
 * @param landlock the kernel's Landlock ABI version; 0 if it has no Landlock
 * @param messageQueues true if the kernel has POSIX message queues
 * @param nestingLimit true if a user namespace can limit the number of user namespaces in it:
 *     {@code /proc/sys/user} exists and is not mounted read-only
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

  /** The privileges of the JVM. */
  public enum Privilege {
    /** Uid 0 with CAP_SYS_ADMIN, CAP_SETUID and CAP_SETGID. */
    ROOT,
    /** Any other user or set of capabilities. */
    USER
  }

  /** Returns whether rooms get leased host ids and the zygote builds them as root. */
  public boolean isRoot() {
    return privilege == Privilege.ROOT;
  }
}
