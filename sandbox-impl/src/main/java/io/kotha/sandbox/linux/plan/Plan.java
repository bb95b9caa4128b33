package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A completely decided room, which the helper builds without a decision of its own. Plain data;
 * {@code wire.h} has the same shape.
 *
 * @param flags the optional actions of the helper
 * @param outerNamespaces the mask of {@code CLONE_NEW*} that init is cloned with
 * @param innerNamespaces the namespaces that init creates before the mounts; with {@link
 *     Flag#JOINS}, those that it joins
 * @param lockedNamespaces the namespaces that are created together with the second user namespace
 * @param payloadNamespaces the namespaces that the payload creates after it entered its cgroups
 * @param ids the ids and id maps
 * @param capabilities the mask of the kept capabilities
 * @param clocks the time limits
 * @param time the clock offsets, or null
 * @param hostname the host name; empty to leave it unchanged
 * @param files the room's files, and the payload's access to them
 * @param cgroups the room's cgroups
 * @param rlimits the resource limits; soft and hard limits are equal
 * @param filters the seccomp programs of the payload
 * @param hardening the label and the mitigations
 * @param oomScoreAdj the {@code oom_score_adj} of init and payload; empty to leave it unchanged
 * @param isolation the isolation of the payload in readable text, one aspect per line
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
    RoomFiles files,
    CgroupPlan cgroups,
    List<Rlimit> rlimits,
    Filters filters,
    Hardening hardening,
    String oomScoreAdj,
    List<String> isolation) {

  /** The value of an id that is left unchanged. */
  public static final int NO_ID = -1;

  public Plan {
    flags = Set.copyOf(flags);
    rlimits = List.copyOf(rlimits);
    isolation = List.copyOf(isolation);
  }

  /** An optional action of the helper: {@code enum kt_plan_flags}. */
  public enum Flag {
    /** The zygote opens the mount sources, because only it is root. */
    ZYGOTE_SOURCES(1),
    /** The zygote denies {@code setgroups(2)}, because an ordinary user maps a single id. */
    DENY_SETGROUPS(2),
    /** The helper passes the room's root and mount namespace to the JVM, for copy-out. */
    HAND_ROOT(4),
    /** Init brings the loopback interface up. */
    LOOPBACK(8),
    /** The room has a time namespace. */
    TIME(16),
    /** The room has a {@code /proc}. */
    PROC(32),
    /** The main filter has a listener. */
    NOTIFY(64),
    /** The payload runs in a second user namespace, which locks the mounts. */
    LOCK(128),
    /** The payload cannot create user namespaces. */
    NO_NESTING(256),
    /** The late filter has a listener. */
    SUPERVISED(512),
    /**
     * The filter lets calls on keyrings pass, so the payload takes a session keyring of its own.
     */
    KEYRING(1024),
    /** Init has no payload at first, and forks one for each plan whose host is this room. */
    LIVING(2048),
    /** The program joins the namespaces of its host, which does not fork it. */
    JOINS(4096),
    /** With {@link #JOINS}: it has no host; its namespaces come with the request. */
    ENTERS(8192),
    /** With {@link #ENTERS}: the first of them is a user namespace above its own. */
    ABOVE(16384);

    private final int bit;

    Flag(int bit) {
      this.bit = bit;
    }

    /** Returns the bit on the wire. */
    public int bit() {
      return bit;
    }
  }

  /**
   * The id maps as text for the kernel, and the ids of payload and init inside the room.
   *
   * @param uidHelper the arguments of {@code newuidmap} without the pid; empty if the zygote writes
   *     the map
   * @param gidHelper the arguments of {@code newgidmap}, likewise
   * @param hostUid the payload's uid on the host
   * @param hostGid the payload's gid on the host
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

    /** Returns the same ids, in a user namespace that is mapped already. */
    Ids unmapped() {
      return new Ids(
          uid, gid, initUid, initGid, "", "", "", "", List.of(), List.of(), hostUid, hostGid);
    }
  }

  /**
   * The time limits in nanoseconds; 0 stands for no limit.
   *
   * @param idleNanos the longest time with almost no use of CPU time
   * @param graceNanos the time from the expiry of a limit to the kill
   * @param warns true if a signal tells the program that its grace period has begun
   * @param cpus the number of processors that can use up the CPU time concurrently
   */
  public record Clocks(
      long wallNanos, long cpuNanos, long idleNanos, long graceNanos, boolean warns, int cpus) {}

  /** One call of {@code setrlimit(2)}. */
  public record Rlimit(int resource, long value, String name) {}

  /** Returns the room's files. */
  public FileTree tree() {
    return files.tree();
  }

  /** Returns the payload's Landlock domain. */
  public Domain domain() {
    return files.domain();
  }

  /** Returns a copy with other limits, of those that do not require another room. */
  Plan with(Clocks otherClocks, List<Rlimit> otherRlimits) {
    return with(flags, cgroups, otherClocks, otherRlimits);
  }

  /** Returns the plan of a program in this room, which lives. */
  Plan ofProgram(CgroupPlan own, Clocks itsClocks, List<Rlimit> itsRlimits) {
    Set<Flag> its = EnumSet.copyOf(flags);
    its.remove(Flag.LIVING);
    return with(its, own, itsClocks, itsRlimits);
  }

  /** Returns the plan of a program that joins this room: with its walls, but without files. */
  Plan ofGuest(CgroupPlan own, Clocks itsClocks, List<Rlimit> itsRlimits) {
    Set<Flag> its = EnumSet.of(Flag.JOINS);
    its.addAll(flags);
    its.retainAll(
        EnumSet.of(
            Flag.JOINS,
            Flag.DENY_SETGROUPS,
            Flag.TIME,
            Flag.NOTIFY,
            Flag.SUPERVISED,
            Flag.KEYRING));
    int joined = outerNamespaces | innerNamespaces | lockedNamespaces;
    return new Plan(
        its,
        0,
        joined,
        0,
        payloadNamespaces,
        ids.unmapped(),
        capabilities,
        itsClocks,
        time,
        "",
        RoomFiles.withoutTree(files.domain()),
        own,
        itsRlimits,
        filters,
        hardening,
        oomScoreAdj,
        isolation);
  }

  private Plan with(
      Set<Flag> otherFlags,
      CgroupPlan otherCgroups,
      Clocks otherClocks,
      List<Rlimit> otherRlimits) {
    return new Plan(
        otherFlags,
        outerNamespaces,
        innerNamespaces,
        lockedNamespaces,
        payloadNamespaces,
        ids,
        capabilities,
        otherClocks,
        time,
        hostname,
        files,
        otherCgroups,
        otherRlimits,
        filters,
        hardening,
        oomScoreAdj,
        isolation);
  }

  /** Returns whether the helper performs an action for this room. */
  public boolean has(Flag flag) {
    return flags.contains(flag);
  }
}
