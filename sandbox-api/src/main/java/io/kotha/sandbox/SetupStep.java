package io.kotha.sandbox;

/**
 * The stages of building a room, in the order they happen. The helper reports one of these, an item
 * and an errno. {@link #number} is part of the wire format: never reused, never renumbered.
 */
public enum SetupStep {
  /** The request itself was refused as malformed. */
  REQUEST(1),
  /** The room's cgroup directories. */
  CGROUP(2),
  /** A value written to a file of the room's cgroup. */
  CGROUP_WRITE(3),
  /** A mount source, opened by the zygote. */
  SOURCE(4),
  /** The first process, with its namespaces: {@code clone3(2)}. */
  CLONE(5),
  /** {@code setgroups}, {@code uid_map}, {@code gid_map}. */
  ID_MAP(6),
  /** A mount source idmapped to the room: {@code mount_setattr(2)}. */
  IDMAP_MOUNT(7),
  /** Session, signals, inherited descriptors of the room's init. */
  INIT(8),
  /** Namespaces made inside the room: {@code unshare(2)}. */
  NAMESPACE(9),
  /** Propagation of the mount tree made private. */
  PROPAGATION(10),
  /** The new root. */
  ROOT(11),
  /** An entry of the mount list. */
  MOUNT(12),
  /** {@code pivot_root(2)} and the old root's removal. */
  PIVOT(13),
  /** Host name. */
  HOSTNAME(14),
  /** The loopback interface. */
  LOOPBACK(15),
  /** Clock offsets. */
  TIME(16),
  /** The second user namespace, which locks the mounts and owns the kept capabilities. */
  LOCK(17),
  /** The payload's process. */
  FORK(18),
  /** The payload entering its cgroups. */
  CGROUP_ENTER(19),
  /** Its session and signals. */
  SESSION(20),
  /** A resource limit. */
  RLIMIT(21),
  /** Groups, gid, uid. */
  IDENTITY(22),
  /** Capability sets, securebits and {@code no_new_privs}. */
  CAPABILITIES(23),
  /** The seccomp program. */
  SECCOMP(24),
  /** Waiting for, and reading, the command. */
  COMMAND(25),
  /** A file copied in. */
  COPY_IN(26),
  /** Standard descriptors and the terminal. */
  STDIO(27),
  /** The working directory. */
  WORKING_DIRECTORY(28),
  /** The second seccomp program. */
  SECCOMP_LATE(29),
  /** {@code execve(2)} of the program. */
  EXEC(30),
  /** On cgroup v1: hearing of it when the room is out of memory. */
  OOM_WATCH(31),
  /** The Landlock domain: the ruleset, its rules, entering it. */
  LANDLOCK(32),
  /** The label of a Linux security module. */
  LABEL(33),
  /** Speculation turned off, a core of its own: {@code prctl(2)}. */
  MITIGATION(34);

  private final int number;

  SetupStep(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }
}
