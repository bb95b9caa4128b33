package io.kotha.sandbox;

/**
 * The stages of building a room, as a {@link SetupException} names them. The helper reports a
 * stage, an item and an errno. {@link #number} is part of the wire format: it is never reused and
 * never changed, so stages that were added later have higher numbers than their place in the order.
 */
public enum SetupStep {
  /** The helper's check of the request. */
  REQUEST(1),
  /** The room's cgroup directories. */
  CGROUP(2),
  /** A value that is written to a file of the room's cgroup. */
  CGROUP_WRITE(3),
  /** A mount source that is opened: by the zygote if the JVM is root, else by init. */
  SOURCE(4),
  /** The room's first process, with its namespaces: {@code clone3(2)}. */
  CLONE(5),
  /** The id maps: {@code setgroups}, {@code uid_map}, {@code gid_map} of {@code /proc/PID}. */
  ID_MAP(6),
  /** The id map of a mount source: {@code mount_setattr(2)}, {@code MOUNT_ATTR_IDMAP}. */
  IDMAP_MOUNT(7),
  /** The session, signals and inherited descriptors of the room's init. */
  INIT(8),
  /** The namespaces that init creates: {@code unshare(2)}. */
  NAMESPACE(9),
  /** Private propagation of the mount tree: {@code MS_PRIVATE}. */
  PROPAGATION(10),
  /** The new root. */
  ROOT(11),
  /** An entry of the mount list. */
  MOUNT(12),
  /** {@code pivot_root(2)} and the removal of the old root. */
  PIVOT(13),
  /** The host name: {@code sethostname(2)}. */
  HOSTNAME(14),
  /** The loopback interface. */
  LOOPBACK(15),
  /** The clock offsets: {@code /proc/PID/timens_offsets}. */
  TIME(16),
  /** The second user namespace, which locks the mounts and owns the kept capabilities. */
  LOCK(17),
  /** The payload's process. */
  FORK(18),
  /** The payload's entry into the room's cgroups. */
  CGROUP_ENTER(19),
  /** The payload's session and signals. */
  SESSION(20),
  /** A resource limit: {@code prlimit(2)}. */
  RLIMIT(21),
  /** The payload's groups, gid and uid. */
  IDENTITY(22),
  /** The capability sets, securebits and {@code no_new_privs}. */
  CAPABILITIES(23),
  /** The seccomp filter that is loaded before the command is known. */
  SECCOMP(24),
  /** The payload's wait for its command, and the reading of it. */
  COMMAND(25),
  /** A file that is copied in. */
  COPY_IN(26),
  /** The standard descriptors and the terminal. */
  STDIO(27),
  /** The working directory. */
  WORKING_DIRECTORY(28),
  /** The seccomp filter that is loaded just before {@code execve}. */
  SECCOMP_LATE(29),
  /** {@code execve(2)} of the program. */
  EXEC(30),
  /** On cgroup v1, the notification of an OOM kill: {@code cgroup.event_control}. */
  OOM_WATCH(31),
  /** The Landlock domain: the ruleset, its rules, {@code landlock_restrict_self(2)}. */
  LANDLOCK(32),
  /** The label of a Linux security module. */
  LABEL(33),
  /** A mitigation of side channels: {@code prctl(2)}. */
  MITIGATION(34),
  /** The zygote's watch on a descriptor of the room: {@code epoll_ctl(2)}. */
  WATCH(35);

  private final int number;

  SetupStep(int number) {
    this.number = number;
  }

  /** Returns the number on the wire. */
  public int number() {
    return number;
  }
}
