package io.kotha.sandbox.linux.plan;

import java.util.List;

/**
 * The cgroups of one room: the zygote makes the groups, in order, writes the values, puts the
 * payload in, reads the counters when it is dead, and removes the groups in reverse order.
 *
 * @param groups directories to make; at most one of kind {@link GroupKind#V2}
 * @param writes values to write after all groups are made, in order
 * @param counters what to read at the end (and, for {@link CounterKind#CPU_NANOS}, while it runs)
 */
public record CgroupPlan(List<Group> groups, List<Write> writes, List<Counter> counters) {

  /** No cgroup at all. */
  public static final CgroupPlan NONE = new CgroupPlan(List.of(), List.of(), List.of());

  public CgroupPlan {
    groups = List.copyOf(groups);
    writes = List.copyOf(writes);
    counters = List.copyOf(counters);
  }

  /** How the payload gets into a group. */
  public enum GroupKind {
    /** It writes itself into {@code cgroup.procs}, through a descriptor the zygote opened. */
    V1,
    /** It is born there ({@code CLONE_INTO_CGROUP}); the group also has {@code cgroup.kill}. */
    V2
  }

  /**
   * One directory.
   *
   * @param path absolute
   * @param kind how it is entered
   */
  public record Group(String path, GroupKind kind) {}

  /**
   * One value.
   *
   * @param group index into the groups
   * @param file name of the file in its directory
   * @param value what is written
   */
  public record Write(int group, String file, String value) {}

  /**
   * One figure.
   *
   * @param kind what it means
   * @param group index into the groups
   * @param file name of the file in its directory
   * @param key the word that starts its line, for files of {@code key value} lines; empty for files
   *     of a single number
   * @param scale what to multiply with to get the kind's unit
   */
  public record Counter(CounterKind kind, int group, String file, String key, long scale) {}
}
