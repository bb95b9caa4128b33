package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A room, fully decided: what the helper carries out without a choice of its own. Plain data;
 * {@code wire.h} has the same shape.
 *
 * @param flags what is to be done at all
 * @param outerNamespaces {@code CLONE_NEW*} of the room's first process
 * @param innerNamespaces made by init before the mounts
 * @param lockedNamespaces made together with the second user namespace
 * @param payloadNamespaces made by the payload when it is in its cgroups
 * @param ids who is who
 * @param capabilities mask of the kept ones
 * @param clocks limits of time
 * @param time clock offsets, or null
 * @param hostname empty: left as it is
 * @param tree the room's files
 * @param cgroups the room's cgroups
 * @param rlimits resource limits, soft and hard alike
 * @param domain the payload's Landlock domain
 * @param filters the seccomp programs of the payload
 * @param hardening label and mitigations
 * @param oomScoreAdj what init and payload get; empty: left as it is
 * @param isolation what stands around the program, a line each, for people
 */
public record Plan(
    Set<Flag> flags,
    int outerNamespaces,
    int innerNamespaces,
    int lockedNamespaces,
    int payloadNamespaces,
    Ids ids,
    long capabilities,
    Clocks clocks,
    @Nullable TimeOffsets time,
    String hostname,
    FileTree tree,
    CgroupPlan cgroups,
    List<Rlimit> rlimits,
    Domain domain,
    Filters filters,
    Hardening hardening,
    String oomScoreAdj,
    List<String> isolation) {

  /** No such id: it is left as it is. */
  public static final int NO_ID = -1;

  public Plan {
    flags = Set.copyOf(flags);
    rlimits = List.copyOf(rlimits);
    isolation = List.copyOf(isolation);
  }

  /** What the helper does for this room: {@code enum kt_plan_flags}. */
  public enum Flag {
    /** The zygote opens the mount sources, because only it is root. */
    ZYGOTE_SOURCES(1),
    /** An ordinary user maps a single id. */
    DENY_SETGROUPS(2),
    /** The helper passes the room's root and mount namespace to the JVM, for copy-out. */
    HAND_ROOT(4),
    /** The loopback interface is brought up. */
    LOOPBACK(8),
    /** The room has a time namespace. */
    TIME(16),
    /** The room has a {@code /proc}. */
    PROC(32),
    /** The main filter has a listener. */
    NOTIFY(64),
    /** The payload runs in a second user namespace, which locks the mounts. */
    LOCK(128),
    /** The payload cannot make user namespaces. */
    NO_NESTING(256),
    /** The late filter has a listener. */
    SUPERVISED(512);

    private final int bit;

    Flag(int bit) {
      this.bit = bit;
    }

    /** The bit on the wire. */
    public int bit() {
      return bit;
    }
  }

  /**
   * Id maps as text for the kernel, and the ids of payload and init inside.
   *
   * @param uidHelper argv of {@code newuidmap} without the pid; empty: the zygote writes the map
   * @param hostUid what the payload's uid is outside
   * @param hostGid what its gid is outside
   */
  public record Ids(
      int uid,
      int gid,
      int initUid,
      int initGid,
      String uidMap,
      String gidMap,
      String lockedUidMap,
      String lockedGidMap,
      List<String> uidHelper,
      List<String> gidHelper,
      long hostUid,
      long hostGid) {
    public Ids {
      uidHelper = List.copyOf(uidHelper);
      gidHelper = List.copyOf(gidHelper);
    }
  }

  /**
   * Limits of time, nanoseconds; 0: none.
   *
   * @param idleNanos of next to no processor time
   * @param graceNanos from the end of a limit to the kill
   * @param warns whether a signal tells the program that its grace has begun
   * @param cpus on how many processors the cpu time can be used up at once
   */
  public record Clocks(
      long wallNanos, long cpuNanos, long idleNanos, long graceNanos, boolean warns, int cpus) {}

  /** One {@code setrlimit(2)}. */
  public record Rlimit(int resource, long value, String name) {}

  /** With other limits that are not built into the room. */
  Plan with(Clocks otherClocks, List<Rlimit> otherRlimits) {
    return new Plan(
        flags,
        outerNamespaces,
        innerNamespaces,
        lockedNamespaces,
        payloadNamespaces,
        ids,
        capabilities,
        otherClocks,
        time,
        hostname,
        tree,
        cgroups,
        otherRlimits,
        domain,
        filters,
        hardening,
        oomScoreAdj,
        isolation);
  }

  /** Whether the helper is to do this. */
  public boolean has(Flag flag) {
    return flags.contains(flag);
  }
}
