package io.kotha.sandbox;

import io.kotha.sandbox.files.DiskQuota;
import io.kotha.sandbox.internal.Arguments;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.Network;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.seccomp.LearnedPolicy;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRecorder;
import io.kotha.sandbox.spi.Providers;
import io.kotha.sandbox.spi.SandboxSpec;
import io.kotha.sandbox.stats.HostReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * An immutable description of rooms for an untrusted program. Every setting returns a new
 * description. A description can start any number of commands. Safe for use by many threads.
 *
 * <p>A room is closed by default: it has mount, pid, network, UTS, IPC, user and cgroup namespaces
 * of its own; a read-only root and a sized {@code /tmp}; no network, not even loopback; no
 * capability; {@code no_new_privs}; a system call filter; no environment but {@code PATH}; no file
 * descriptor but 0, 1 and 2. The program never runs as uid 0 of the host. A protection that the
 * host cannot give is an exception before the program starts.
 *
 * <pre>{@code
 * SandboxProcess p = Sandbox.rootfs(Path.of("alpine"))
 *     .pidNs().netNs().memory(MB(10)).pids(10).dropCaps(NET_RAW)
 *     .start("/bin/sh", "-c", "echo hello");
 * }</pre>
 */
public final class Sandbox extends LimitSettings<Sandbox> {

  /** Default size of {@code /tmp} and of {@code /dev/shm}: 64 MiB each. */
  public static final MemorySize DEFAULT_TMP_SIZE = MemorySize.MiB(64);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  /** Files of a cgroup v1 directory without a dot in their names. */
  private static final Set<String> RESERVED = Set.of("tasks", "notify_on_release", "release_agent");

  private final SandboxSpec spec;

  private Sandbox(SandboxSpec spec) {
    this.spec = spec;
  }

  /** Describes a room whose root is this directory, read-only; see {@link Rootfs#of}. */
  public static Sandbox rootfs(Path directory) {
    return rootfs(Rootfs.of(directory));
  }

  /** Describes a room with this root. */
  public static Sandbox rootfs(Rootfs rootfs) {
    return new Sandbox(
        new SandboxSpec(
            new SandboxSpec.Files(
                Objects.requireNonNull(rootfs, "rootfs"),
                List.of(),
                List.of(),
                List.of(),
                null,
                DiskQuota.of(DEFAULT_TMP_SIZE),
                SandboxSpec.Proc.OWN,
                0),
            new SandboxSpec.Isolation(
                Set.of(),
                null,
                Network.NONE,
                "kotha",
                SyscallPolicy.standard(),
                Landlock.whereAvailable(),
                null,
                Set.of()),
            new SandboxSpec.Identity(User.ROOT, IdMap.automatic(), Set.of()),
            Limits.NONE,
            new SandboxSpec.Placement(null, null)));
  }

  /**
   * Reports what this host offers, feature by feature, with a remedy for each that is missing.
   *
   * @throws SandboxException if there is no provider, or it cannot read the host
   */
  public static HostReport inspect() throws SandboxException {
    return Providers.get().inspect();
  }

  /**
   * Opens a pipe that joins two rooms; {@code pipe2(2)}.
   *
   * @throws SandboxException if there is no provider, or the JVM has no file descriptor left
   */
  public static SandboxPipe pipe() throws SandboxException {
    return Providers.get().pipe();
  }

  /**
   * Returns the plan of a room on this host as text: each step in order, as the kernel sees it,
   * down to the instructions of the filter. Nothing is built. The format changes between versions.
   *
   * @throws SandboxException if the plan itself shows that a start would fail
   */
  public String explain() throws SandboxException {
    return Providers.get().explain(spec);
  }

  @Override
  public SandboxSpec spec() {
    return spec;
  }

  /**
   * Names the room and its cgroup. On one host and below one cgroup parent, a name belongs to at
   * most one live room; another start with it is a {@link SandboxException}.
   *
   * @throws IllegalArgumentException if it is not 1 to 63 ASCII letters, digits, {@code _} and
   *     {@code -} that begin with a letter or digit, or if it is the name of a cgroup file
   */
  public Sandbox name(String name) {
    Objects.requireNonNull(name, "name");
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw new IllegalArgumentException("not a room's name: \"" + name + "\"");
    }
    return with(spec.placement(new SandboxSpec.Placement(name, spec.placement().cgroupParent())));
  }

  /**
   * Sets the cgroup below which the rooms' cgroups are created, such as {@code /judge}: the same
   * path below each cgroup mount. It must exist and be writable.
   *
   * <p>The default is the system property {@code io.kotha.cgroup.parent}, else the environment
   * variable {@code KOTHA_CGROUP_PARENT}. Both may also be {@code self}, the JVM's own cgroup, if
   * it is delegated. If neither is set, it is {@code /kotha} for root and {@code /kotha-UID} for an
   * ordinary user, or the JVM's own cgroup if that is marked as delegated.
   *
   * @throws IllegalArgumentException if the path is not absolute or contains {@code ..}
   */
  public Sandbox cgroupParent(String path) {
    String parent = Arguments.roomPath("path", path);
    return with(spec.placement(new SandboxSpec.Placement(spec.placement().name(), parent)));
  }

  /** Starts a program; see {@link #start(Command)}. */
  public SandboxProcess start(String... argv) throws SandboxException {
    return start(Command.of(argv));
  }

  /**
   * Builds a room and starts the command in it. Returns when {@code execve(2)} has succeeded.
   *
   * @throws SetupException if the room could not be built or the program not be executed
   * @throws UnsupportedHostException if this host cannot give what was asked for
   */
  public SandboxProcess start(Command command) throws SandboxException {
    return Providers.get().start(spec, Objects.requireNonNull(command, "command"));
  }

  /** Runs a program to its end; see {@link #run(Command)}. */
  public SandboxResult run(String... argv) throws SandboxException, InterruptedException {
    return run(Command.of(argv));
  }

  /**
   * Runs the command to its end and captures its output, at most {@link #output}. Its stdin is
   * empty unless set. An interrupt kills the room.
   *
   * @throws SandboxException as {@link #start(Command)}
   * @throws InterruptedException if the calling thread is interrupted while it waits
   */
  public SandboxResult run(Command command) throws SandboxException, InterruptedException {
    return SandboxResult.await(runAsync(command));
  }

  /** Runs a program without waiting for its end; see {@link #runAsync(Command)}. */
  public CompletableFuture<SandboxResult> runAsync(String... argv) throws SandboxException {
    return runAsync(Command.of(argv));
  }

  /**
   * Runs the command as {@link #run(Command)} does and returns once the program runs. Cancelling
   * the future kills the room.
   *
   * @throws SandboxException as {@link #start(Command)}
   */
  public CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException {
    return Providers.get().run(spec, Objects.requireNonNull(command, "command"));
  }

  /**
   * Runs a <b>trusted</b> command, records every system call that it makes, and derives the
   * smallest policy that allows them. All calls are carried out except those that {@link
   * SyscallPolicy#standard} answers with {@code ENOSYS}, so that the C library takes the same paths
   * as it will under a policy. Namespaces, limits and capabilities hold as usual. Each call goes to
   * this JVM and back, so the program runs slower.
   *
   * @throws SandboxException as {@link #start(Command)}
   * @throws InterruptedException if the calling thread is interrupted while it waits
   */
  public LearnedPolicy learn(Command command) throws SandboxException, InterruptedException {
    Objects.requireNonNull(command, "command");
    SyscallRecorder recorder = new SyscallRecorder();
    SandboxResult result = syscalls(recorder.policy()).run(command);
    return recorder.learned(result);
  }

  /** Learns the policy of a program; see {@link #learn(Command)}. */
  public LearnedPolicy learn(String... argv) throws SandboxException, InterruptedException {
    return learn(Command.of(argv));
  }

  /**
   * Builds a room that lives until it is closed, and runs any number of programs, one after another
   * or several at once. Returns when the room can run programs.
   *
   * @throws SetupException if the room could not be built
   * @throws UnsupportedHostException if this host cannot give what was asked for, or has no cgroup
   *     for the room, or the sandbox shares the pid namespace or copies files out
   */
  public SandboxRoom open() throws SandboxException {
    return Providers.get().open(spec);
  }

  /**
   * Builds rooms ahead for commands that are known later. Returns when the first room is ready; the
   * others are built in the background.
   *
   * @param size number of rooms to keep ready, at least 1
   * @throws IllegalArgumentException if size is not positive, or as {@link #pool(PoolSettings)}
   * @throws SandboxException as {@link #pool(PoolSettings)}
   */
  public SandboxPool pool(int size) throws SandboxException {
    return pool(PoolSettings.of(size));
  }

  /**
   * Builds rooms ahead, between a minimum and a maximum. Returns when the first room is ready; the
   * others are built in the background.
   *
   * @throws SetupException if the room could not be built
   * @throws UnsupportedHostException if this host cannot give what was asked for
   * @throws IllegalArgumentException if the sandbox has a {@link #name}: even a pool of one builds
   *     the next room while the previous one still runs, and a name belongs to one live room
   */
  public SandboxPool pool(PoolSettings settings) throws SandboxException {
    Objects.requireNonNull(settings, "settings");
    if (spec.placement().name() != null) {
      throw new IllegalArgumentException(
          "rooms of a pool cannot share the name \"" + spec.placement().name() + '"');
    }
    return Providers.get().pool(spec, settings);
  }

  @Override
  Sandbox with(SandboxSpec changed) {
    return new Sandbox(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sandbox sandbox && sandbox.spec.equals(spec);
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }

  @Override
  public String toString() {
    return spec.toString();
  }
}
