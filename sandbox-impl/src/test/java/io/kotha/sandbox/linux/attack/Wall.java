package io.kotha.sandbox.linux.attack;

/** A protection that an attack meets. */
public enum Wall {
  /** Closed descriptors. */
  DESCRIPTORS("every descriptor that was not granted is closed, twice; stdio is pipes"),
  /** Initial state of the payload. */
  CLEAN_START("environment, signals, umask and limits start from defaults, not from the JVM's"),
  /** Session. */
  SESSION("a separate session and process group, made inside the pid namespace"),
  /** Sealed helper. */
  SEALED_HELPER("a static helper that loads nothing, run from a sealed memory file"),
  /** Protected init. */
  UNDUMPABLE("init cannot be dumped, traced or read"),
  /** Control outside the room. */
  SUPERVISOR("clocks, counters, verdict and kill are outside the room"),
  /** Bounded readers in the JVM. */
  BOUNDED_READERS("the JVM reads a bounded number of bytes, and stops when the room is dead"),
  /** Copying. */
  COPIER(
      "regular files only are copied, by descriptor, below one directory, when every process is dead"),
  /** Path resolution. */
  ONE_LOOK("paths are resolved once, without links, and the opened descriptor is used"),
  /** Validation. */
  VALIDATOR("descriptions and requests are data, validated before use"),
  /** Host ids. */
  IDS("an unprivileged host id; as root, one that no other room has"),
  /** Capabilities. */
  CAPABILITIES("no capability in any set"),
  /** No new privileges. */
  NO_NEW_PRIVS("no_new_privs: execve grants no privileges"),
  /** Separate root. */
  ROOT("a separate root by pivot_root that holds only what was granted"),
  /** Mounts. */
  MOUNTS("read-only, nosuid, nodev mounts and masks, private, with locked flags"),
  /** Pid namespace. */
  PID_NAMESPACE("a pid namespace: processes outside have no pid in it, and all die with init"),
  /** Network namespace. */
  NET_NAMESPACE("an empty network namespace"),
  /** IPC, UTS and cgroup namespaces. */
  IPC_NAMESPACE("IPC, UTS and cgroup namespaces"),
  /** No nested user namespace. */
  NESTING("no user namespace can be made inside the room"),
  /** Landlock. */
  LANDLOCK("a Landlock domain"),
  /** System call filter. */
  FILTER("an allow-list of system calls and arguments"),
  /** Cgroups. */
  CGROUP("cgroup limits, in cgroups that the room cannot see"),
  /** Resource limits of a process. */
  RLIMITS("resource limits, soft and hard"),
  /** Sizes of tmpfs. */
  SIZES("file systems in memory with a limit on bytes and files"),
  /** Restored files. */
  RESTORED("the JVM's own files are as before when the room has ended"),
  /** Private files. */
  PRIVATE_FILES("a new directory that no other user can enter");

  private final String meaning;

  Wall(String meaning) {
    this.meaning = meaning;
  }

  /** Returns the name on the page. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  /** Returns the description of one line. */
  public String meaning() {
    return meaning;
  }
}
