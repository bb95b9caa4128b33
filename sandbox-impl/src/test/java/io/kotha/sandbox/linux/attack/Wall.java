package io.kotha.sandbox.linux.attack;

/** A protection that an attack meets. */
public enum Wall {
  /** Descriptors. */
  DESCRIPTORS("every descriptor that was not granted is closed, twice; stdio is pipes"),
  /** What the command begins with. */
  CLEAN_START("environment, signals, umask and limits begin from nothing, not from the JVM's"),
  /** Session. */
  SESSION("a session and process group of its own, made inside the pid namespace"),
  /** Helper. */
  SEALED_HELPER("a static helper that loads nothing, run from a sealed file in memory"),
  /** Init. */
  UNDUMPABLE("init cannot be dumped, traced or looked into"),
  /** Supervisor. */
  SUPERVISOR("clocks, counters, verdict and kill stand outside the room"),
  /** Readers in the JVM. */
  BOUNDED_READERS("the JVM reads bytes, with a bound, and stops when the room is dead"),
  /** Copying. */
  COPIER(
      "files are copied below one directory, by descriptor, regular ones only, when all is dead"),
  /** Path resolution. */
  ONE_LOOK("paths are resolved once, without links, and what was opened is what is used"),
  /** Validation. */
  VALIDATOR("descriptions and requests are data, checked before anything is done"),
  /** Ids. */
  IDS("an unprivileged id of the host, under root one of the room's own"),
  /** Capabilities. */
  CAPABILITIES("no capability, in any set, over anything"),
  /** No new privileges. */
  NO_NEW_PRIVS("no_new_privs: executing gives nothing"),
  /** Root. */
  ROOT("a root of its own by pivot_root, with only what was granted in it"),
  /** Mounts. */
  MOUNTS("read-only, nosuid, nodev mounts and masks, private, their flags locked"),
  /** Pid. */
  PID_NAMESPACE("a pid namespace: others have no number; the end of init is everybody's"),
  /** Net. */
  NET_NAMESPACE("a network namespace with nothing in it"),
  /** Ipc and uts. */
  IPC_NAMESPACE("IPC, UTS and cgroup namespaces"),
  /** User. */
  NESTING("no user namespace can be made in the room's own"),
  /** Landlock. */
  LANDLOCK("a Landlock domain"),
  /** Filter. */
  FILTER("a list of the system calls and arguments that are allowed"),
  /** Cgroups. */
  CGROUP("limits of cgroups that the room cannot see"),
  /** Limits of a process. */
  RLIMITS("resource limits, soft and hard"),
  /** Sizes of tmpfs. */
  SIZES("file systems in memory, sized in bytes and files");

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
