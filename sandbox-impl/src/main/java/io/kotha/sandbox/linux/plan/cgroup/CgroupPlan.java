package io.kotha.sandbox.linux.plan.cgroup;

import java.util.List;
import java.util.OptionalLong;

/**
 * The cgroups of one room. The zygote creates the groups in order, writes the values and lets the
 * payload enter. After the payload's death it reads the counters and removes the groups in reverse
 * order.
 *
 * @param groups the directories to create; processes get into at most one of kind {@link
 *     GroupKind#V2}
 * @param writes the values to write, in order, after all groups are created
 * @param counters the counters to read at the end; {@link CounterKind#CPU_NANOS} is also read while
 *     the payload runs
 * @param oomGroup the index of the v1 group in which the first out-of-memory kill ends the room, as
 *     {@code memory.oom.group} does on v2; or {@link #UNWATCHED}
 */
public record CgroupPlan(
    List<Group> groups, List<Write> writes, List<Counter> counters, int oomGroup) {

  /** The value of {@link #oomGroup} if no v1 group is watched. */
  public static final int UNWATCHED = -1;

  /** A plan without any cgroup. */
  public static final CgroupPlan NONE = new CgroupPlan(List.of(), List.of(), List.of(), UNWATCHED);

  public CgroupPlan {
    groups = List.copyOf(groups);
    writes = List.copyOf(writes);
    counters = List.copyOf(counters);
  }

  /** The version of a group: {@code enum kt_group_kind}. */
  public enum GroupKind {
    /** A group of a v1 hierarchy; processes move into it by {@code tasks}. */
    V1(0),
    /** A group of the v2 hierarchy; processes move into it by {@code cgroup.procs}. */
    V2(1);

    private final int number;

    GroupKind(int number) {
      this.number = number;
    }

    /** Returns the number on the wire. */
    public int number() {
      return number;
    }
  }

  /** The way of a process into a group: {@code enum kt_group_flags}. */
  public enum Entry {
    /** It writes itself into the group's file, through a descriptor that the zygote opened. */
    MOVED(0),
    /**
     * On v2, the keeper of a room that lives moves in, and on into the next group: a group with
     * controllers for others can hold no process. The zygote then passes its controllers on.
     */
    LEFT(1),
    /** On v2, {@code clone3(2)} creates it in the group: moving it there would take longer. */
    BORN(2);

    private final int flags;

    Entry(int flags) {
      this.flags = flags;
    }

    /** Returns the flags on the wire. */
    public int flags() {
      return flags;
    }
  }

  /**
   * A directory to create.
   *
   * @param path the absolute path
   * @param kind the version of the group
   * @param entry how the room's processes get into it
   * @param owner the host uid that may create processes in it; {@link #UNCHANGED} for the JVM's
   */
  public record Group(String path, GroupKind kind, Entry entry, int owner) {

    /** The value of an owner that is left as it is. */
    public static final int UNCHANGED = -1;

    /** A group that the payload is born in on v2, and moves into on v1. */
    public Group(String path, GroupKind kind) {
      this(path, kind, kind == GroupKind.V2 ? Entry.BORN : Entry.MOVED, UNCHANGED);
    }

    /** Returns a copy that processes get into in another way. */
    Group entry(Entry other) {
      return new Group(path, kind, other, owner);
    }

    /** Returns a copy with another owner on v2. */
    Group owner(int uid) {
      return kind == GroupKind.V2 ? new Group(path, kind, entry, uid) : this;
    }
  }

  /**
   * A value to write.
   *
   * @param group the index of the group
   * @param file the name of the file in the group's directory
   * @param value the value
   */
  public record Write(int group, String file, String value) {}

  /**
   * A counter to read.
   *
   * @param kind the meaning of the counter
   * @param group the index of the group
   * @param file the name of the file in the group's directory
   * @param key the key before the number ({@code key 1} or {@code key=1}); empty for a file that
   *     contains a single number
   * @param form the numbers to take if the key occurs more than once
   * @param scale the factor that converts the number to the unit of the kind
   */
  public record Counter(
      CounterKind kind, int group, String file, String key, Form form, long scale) {
    /** Creates a counter of the first number with the key. */
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

  /** The integers of a file that make up a counter's value: {@code enum kt_counter_form}. */
  public enum Form {
    /** The integer after the first occurrence of the key. */
    FIRST(0),
    /** The sum over all occurrences of the key. */
    SUM(1);

    private final int number;

    Form(int number) {
      this.number = number;
    }

    /** Returns the number on the wire. */
    public int number() {
      return number;
    }
  }
}
