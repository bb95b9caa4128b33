package io.kotha.sandbox.linux.plan.cgroup;

import java.util.List;
import java.util.OptionalLong;

/**
 * The cgroups of one room: the zygote makes the groups, in order, writes the values, puts the
 * payload in, reads the counters when it is dead, and removes the groups in reverse order.
 *
 * @param groups directories to make; at most one of kind {@link GroupKind#V2}
 * @param writes values to write after all groups are made, in order
 * @param counters what to read at the end (and, for {@link CounterKind#CPU_NANOS}, while it runs)
 * @param oomGroup the v1 group in which the first kill for want of memory ends the room, as {@code
 *     memory.oom.group} does on v2; or {@link #UNWATCHED}
 */
public record CgroupPlan(
    List<Group> groups, List<Write> writes, List<Counter> counters, int oomGroup) {

  /** No v1 group is watched. */
  public static final int UNWATCHED = -1;

  /** No cgroup at all. */
  public static final CgroupPlan NONE = new CgroupPlan(List.of(), List.of(), List.of(), UNWATCHED);

  public CgroupPlan {
    groups = List.copyOf(groups);
    writes = List.copyOf(writes);
    counters = List.copyOf(counters);
  }

  /** How the payload gets into a group. */
  public enum GroupKind {
    /** It writes itself into {@code tasks}, through a descriptor the zygote opened. */
    V1,
    /**
     * It is born there ({@code CLONE_INTO_CGROUP}) or, with a second user namespace, writes itself
     * into {@code cgroup.procs}.
     */
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
   * @param key the word before the number ({@code key 1} or {@code key=1}); empty for files of a
   *     single number
   * @param form which number
   * @param scale the factor from the number in the file to the unit of the kind
   */
  public record Counter(
      CounterKind kind, int group, String file, String key, Form form, long scale) {
    /** A counter of the first number after the key. */
    public Counter(CounterKind kind, int group, String file, String key, long scale) {
      this(kind, group, file, key, Form.FIRST, scale);
    }

    /** Returns a number from the file in the unit of the kind. */
    public OptionalLong inUnit(OptionalLong number) {
      return number.isPresent() ? OptionalLong.of(number.getAsLong() * scale) : number;
    }

    /** Returns the name of the number among the evidence of a verdict. */
    public String evidenceName() {
      return key.isEmpty() ? file : file + ":" + key;
    }
  }

  /** Which numbers of a file make the figure; the ordinal is {@code enum kt_counter_form}. */
  public enum Form {
    /** The one after the first such word. */
    FIRST,
    /** All that stand after such a word, added up. */
    SUM
  }
}
