package io.kotha.sandbox;

import io.kotha.sandbox.spi.SandboxSpec;
import io.kotha.sandbox.spi.SandboxSpec.Files;
import io.kotha.sandbox.spi.SandboxSpec.Identity;
import io.kotha.sandbox.spi.SandboxSpec.Placement;
import io.kotha.sandbox.spi.SandboxSpec.Walls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * The description of a room for an untrusted program. Immutable: every method returns a new one,
 * any prefix is a template that threads may share, and one description starts many commands.
 *
 * <p>Closed by default: mount, pid, net, uts, ipc, user and cgroup namespaces of its own; a
 * read-only root, a sized {@code /tmp}; no network, not even loopback; no capability; {@code
 * no_new_privs}; a system call filter; no environment but {@code PATH}; no descriptor but 0, 1, 2;
 * never a uid 0 of the host. What is asked for and cannot be given is an exception before anything
 * runs.
 *
 * <pre>{@code
 * SandboxProcess p = Sandbox.rootfs(Path.of("alpine"))
 *     .pidNs().netNs().memory(MB(10)).pids(10).dropCaps(NET_RAW)
 *     .start("/bin/sh", "-c", "echo hello");
 * }</pre>
 */
public final class Sandbox {

  /** Size of {@code /tmp}, and of {@code /dev/shm}, unless set otherwise: 64 MiB each. */
  public static final MemorySize DEFAULT_TMP_SIZE = MemorySize.MiB(64);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  /** Files of a cgroup v1 directory that have no dot in their names. */
  private static final Set<String> RESERVED = Set.of("tasks", "notify_on_release", "release_agent");

  private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

  private final SandboxSpec spec;

  private Sandbox(SandboxSpec spec) {
    this.spec = spec;
  }

  /** A room whose root is this directory, read-only. */
  public static Sandbox rootfs(Path directory) {
    return rootfs(Rootfs.of(directory));
  }

  /** A room with this root. */
  public static Sandbox rootfs(Rootfs rootfs) {
    return new Sandbox(
        new SandboxSpec(
            new Files(
                Objects.requireNonNull(rootfs, "rootfs"),
                List.of(),
                List.of(),
                List.of(),
                null,
                DiskQuota.of(DEFAULT_TMP_SIZE),
                SandboxSpec.Proc.OWN),
            new Walls(
                Set.of(),
                null,
                Network.NONE,
                "kotha",
                SyscallPolicy.standard(),
                Landlock.whereAvailable(),
                null,
                Set.of()),
            new Identity(User.ROOT, IdMap.automatic(), Set.of()),
            Limits.NONE,
            new Placement(null, null)));
  }

  /** What this host can give, feature by feature, with the remedy for what it cannot. */
  public static HostReport inspect() throws SandboxException {
    return Providers.get().inspect();
  }

  /**
   * What a room of this description comes to on this host: each step in the order in which it is
   * taken, as the kernel sees it, down to the instructions of the filter. Nothing is built. The
   * text is for people, and changes between versions.
   *
   * @throws SandboxException as a start would, for what can be known before
   */
  public String explain() throws SandboxException {
    return Providers.get().explain(spec);
  }

  /** The data of this description. */
  public SandboxSpec spec() {
    return spec;
  }

  // ---- files ----

  /** What is written below {@code /} goes to memory and vanishes; see {@link Rootfs.Mode}. */
  public Sandbox writable() {
    return with(spec.files().rootfs().withMode(Rootfs.Mode.WRITABLE));
  }

  /** What is written below {@code /} stays in the rootfs directory; see {@link Rootfs.Mode}. */
  public Sandbox persistent() {
    return with(spec.files().rootfs().withMode(Rootfs.Mode.PERSISTENT));
  }

  /**
   * A file or directory of the host at the same path inside, read-only.
   *
   * <p>A symbolic link in the path of a bind's source is an error when a room is started, for it
   * may have been put there by a program: {@link Path#toRealPath} names what it leads to now.
   */
  public Sandbox bind(Path source) {
    return bind(source, source.toAbsolutePath().toString());
  }

  /** A file or directory of the host, read-only. */
  public Sandbox bind(Path source, String target) {
    return mount(new Mount.Bind(source, target, Mount.Access.READ_ONLY));
  }

  /** A file or directory of the host that the program can write to. */
  public Sandbox bindWritable(Path source, String target) {
    return mount(new Mount.Bind(source, target, Mount.Access.READ_WRITE));
  }

  /** An empty file system in memory; it counts to the memory limit. */
  public Sandbox tmpfs(String target, MemorySize size) {
    return mount(new Mount.Tmpfs(target, size));
  }

  /** Adds a mount, after those that are there. */
  public Sandbox mount(Mount mount) {
    return with(spec.files().withMounts(plus(spec.files().mounts(), mount)));
  }

  /**
   * What the program can write below {@code /} outside of other mounts, where the room is {@link
   * #writable}; the size of {@link #tmpSize} by default.
   */
  public Sandbox writableSize(MemorySize size, long inodes) {
    return with(spec.files().withLayer(new DiskQuota(size, inodes)));
  }

  /** Size of {@code /tmp} and of {@code /dev/shm}, each; {@link #DEFAULT_TMP_SIZE} by default. */
  public Sandbox tmpSize(MemorySize size) {
    return with(spec.files().withTmp(DiskQuota.of(size)));
  }

  /** Size of {@code /tmp} and of {@code /dev/shm}, each, and how many files they can have. */
  public Sandbox tmpSize(MemorySize size, long inodes) {
    return with(spec.files().withTmp(new DiskQuota(size, inodes)));
  }

  /** No {@code /proc}: needed where the pid namespace is shared, see {@link #share}. */
  public Sandbox withoutProc() {
    return with(spec.files().withProc(SandboxSpec.Proc.NONE));
  }

  /** Puts a file of the host, mode 0644, or 0755 if it is executable, into the room. */
  public Sandbox copyIn(Path source, String target) {
    int mode = java.nio.file.Files.isExecutable(source) ? 0755 : 0644;
    return copyIn(new CopyIn(new CopyIn.HostFile(source), target, mode));
  }

  /** Puts bytes into the room as a file of mode 0644. */
  public Sandbox copyIn(byte[] content, String target) {
    return copyIn(new CopyIn(new CopyIn.Bytes(content), target, 0644));
  }

  /** Puts a class-path resource into the room as a file of mode 0644. */
  public Sandbox copyIn(Class<?> owner, String resource, String target) {
    return copyIn(new CopyIn(new CopyIn.Resource(owner, resource), target, 0644));
  }

  /** Puts a file into the room before the program starts. */
  public Sandbox copyIn(CopyIn copy) {
    return with(spec.files().withCopyIns(plus(spec.files().copyIns(), copy)));
  }

  /** Takes a file or directory out after the last process is dead, with the default caps. */
  public Sandbox copyOut(String source, Path target) {
    return copyOut(
        new CopyOut(source, target, CopyOut.DEFAULT_MAX_BYTES, CopyOut.DEFAULT_MAX_FILES));
  }

  /** Takes a file or directory out after the last process is dead. */
  public Sandbox copyOut(CopyOut copy) {
    return with(spec.files().withCopyOuts(plus(spec.files().copyOuts(), copy)));
  }

  // ---- walls ----

  /** States that the room has a pid namespace of its own, as it has by default. */
  public Sandbox pidNs() {
    return own(Namespace.PID);
  }

  /** States that the room has a network namespace of its own, as it has by default. */
  public Sandbox netNs() {
    return own(Namespace.NET);
  }

  /** States that the room has a mount namespace of its own, as it always has. */
  public Sandbox mountNs() {
    return own(Namespace.MOUNT);
  }

  /** States that the room has a UTS namespace of its own, as it has by default. */
  public Sandbox utsNs() {
    return own(Namespace.UTS);
  }

  /** States that the room has an IPC namespace of its own, as it has by default. */
  public Sandbox ipcNs() {
    return own(Namespace.IPC);
  }

  /** States that the room has a user namespace of its own, as it has by default. */
  public Sandbox userNs() {
    return own(Namespace.USER);
  }

  /** States that the room has a cgroup namespace of its own, as it has by default. */
  public Sandbox cgroupNs() {
    return own(Namespace.CGROUP);
  }

  /** A time namespace whose boot clock is shifted by this; the monotonic clock is not. */
  public Sandbox timeNs(Duration boottime) {
    return timeNs(new TimeOffsets(Duration.ZERO, boottime));
  }

  /** A time namespace with these offsets. */
  public Sandbox timeNs(TimeOffsets offsets) {
    return with(spec.walls().withTime(offsets));
  }

  /**
   * Lets the room have the host's namespace of these kinds: a weakening, written out.
   *
   * <p>Sharing {@link Namespace#PID} needs {@link #withoutProc} (the kernel refuses a procfs to a
   * user namespace that does not own the pid namespace), a cgroup, and root: an ordinary user's
   * program could signal the JVM. Sharing {@link Namespace#USER} needs root: the program then runs
   * as an unprivileged uid of the host.
   *
   * @throws IllegalArgumentException for {@link Namespace#MOUNT}, which is never shared
   */
  public Sandbox share(Namespace... namespaces) {
    Set<Namespace> shared = EnumSet.noneOf(Namespace.class);
    shared.addAll(spec.walls().shared());
    for (Namespace namespace : namespaces) {
      if (namespace == Namespace.MOUNT) {
        throw new IllegalArgumentException("the mount namespace is never shared");
      }
      shared.add(namespace);
    }
    return withShared(shared);
  }

  /** Brings {@code lo} up in the room's own network namespace. */
  public Sandbox loopback() {
    return with(spec.walls().withNetwork(Network.LOOPBACK));
  }

  /**
   * The host name inside; {@code kotha} by default.
   *
   * @throws IllegalArgumentException if it is not 1 to 63 letters, digits, dots and hyphens
   */
  public Sandbox hostname(String hostname) {
    if (!HOSTNAME.matcher(hostname).matches()) {
      throw new IllegalArgumentException("not a host name: \"" + hostname + "\"");
    }
    return with(spec.walls().withHostname(hostname));
  }

  /** The system call policy; {@link SyscallPolicy#standard} by default. */
  public Sandbox syscalls(SyscallPolicy policy) {
    return with(spec.walls().withSyscalls(Objects.requireNonNull(policy, "policy")));
  }

  /** The Landlock domain; {@link Landlock#whereAvailable} by default. */
  public Sandbox landlock(Landlock landlock) {
    return with(spec.walls().withLandlock(Objects.requireNonNull(landlock, "landlock")));
  }

  /** The label of a Linux security module; none by default. */
  public Sandbox label(SecurityLabel label) {
    return with(spec.walls().withLabel(Objects.requireNonNull(label, "label")));
  }

  /** See {@link Mitigation}; adds to those that are on. */
  public Sandbox mitigate(Mitigation... mitigations) {
    Set<Mitigation> all = new HashSet<>(spec.walls().mitigations());
    all.addAll(Arrays.asList(mitigations));
    return with(spec.walls().withMitigations(all));
  }

  // ---- identity ----

  /** Uid and gid inside; 0 and 0 by default. Never a uid 0 of the host. */
  public Sandbox user(int uid, int gid) {
    Identity i = spec.identity();
    return with(new Identity(new User(uid, gid), i.idMap(), i.capabilities()));
  }

  /** How ids inside map to ids of the host; {@link IdMap#automatic} by default. */
  public Sandbox idMap(IdMap map) {
    Identity i = spec.identity();
    return with(new Identity(i.user(), Objects.requireNonNull(map, "map"), i.capabilities()));
  }

  /** Grants capabilities over the room's own namespaces, on top of those granted so far. */
  public Sandbox keepCaps(Collection<Capability> capabilities) {
    Set<Capability> kept = new HashSet<>(spec.identity().capabilities());
    kept.addAll(capabilities);
    return withCapabilities(kept);
  }

  /** Grants capabilities over the room's own namespaces, on top of those granted so far. */
  public Sandbox keepCaps(Capability... capabilities) {
    return keepCaps(Arrays.asList(capabilities));
  }

  /** Takes capabilities away; never widens. Where none is kept it states what holds anyway. */
  public Sandbox dropCaps(Capability... capabilities) {
    Set<Capability> kept = new HashSet<>(spec.identity().capabilities());
    kept.removeAll(Arrays.asList(capabilities));
    return withCapabilities(kept);
  }

  // ---- limits ----

  /** See {@link MemoryLimits#max}. */
  public Sandbox memory(MemorySize limit) {
    return with(spec.limits().memory().withMax(limit));
  }

  /** See {@link MemoryLimits#high}. */
  public Sandbox memoryHigh(MemorySize limit) {
    return with(spec.limits().memory().withHigh(limit));
  }

  /** See {@link MemoryLimits#swap}. */
  public Sandbox swap(MemorySize limit) {
    return with(spec.limits().memory().withSwap(limit));
  }

  /** Lets the room swap as much as the host has; see {@link MemoryLimits#swap}. */
  public Sandbox allowSwap() {
    return with(spec.limits().memory().withSwap(null));
  }

  /** See {@link Limits#pids}. */
  public Sandbox pids(int limit) {
    return limits(spec.limits().withPids(limit));
  }

  /** See {@link CpuLimits#rate}. */
  public Sandbox cpus(double limit) {
    return with(spec.limits().cpu().withRate(limit));
  }

  /** See {@link CpuLimits#cpus}. */
  public Sandbox cpuset(CpuSet cpus) {
    return with(spec.limits().cpu().withCpus(cpus));
  }

  /** See {@link CpuLimits#memoryNodes}. */
  public Sandbox memoryNodes(CpuList nodes) {
    return with(spec.limits().cpu().withMemoryNodes(nodes));
  }

  /** See {@link CpuLimits#weight}. */
  public Sandbox cpuWeight(int weight) {
    return with(spec.limits().cpu().withWeight(weight));
  }

  /** See {@link TimeLimits#cpu}. */
  public Sandbox cpuTime(Duration limit) {
    return with(spec.limits().time().withCpu(limit));
  }

  /** See {@link TimeLimits#wall}. */
  public Sandbox wallTime(Duration limit) {
    return with(spec.limits().time().withWall(limit));
  }

  /** See {@link TimeLimits#idle}. */
  public Sandbox idleTime(Duration limit) {
    return with(spec.limits().time().withIdle(limit));
  }

  /** See {@link TimeLimits.Grace}. */
  public Sandbox grace(Duration extra, TimeLimits.Grace.Warning warning) {
    return with(spec.limits().time().withGrace(new TimeLimits.Grace(extra, warning)));
  }

  /** See {@link Limits#io}; replaces an earlier limit on the same path. */
  public Sandbox io(IoLimit limit) {
    List<IoLimit> others =
        spec.limits().io().stream().filter(io -> !io.path().equals(limit.path())).toList();
    return limits(spec.limits().withIo(plus(others, limit)));
  }

  /** See {@link Limits#output}. */
  public Sandbox output(MemorySize limit) {
    return limits(spec.limits().withOutput(limit));
  }

  /** See {@link ProcessLimits#stack}. */
  public Sandbox stack(MemorySize limit) {
    return with(spec.limits().process().withStack(limit));
  }

  /** See {@link ProcessLimits#openFiles}. */
  public Sandbox openFiles(int limit) {
    return with(spec.limits().process().withOpenFiles(limit));
  }

  /** See {@link ProcessLimits#fileSize}. */
  public Sandbox fileSize(MemorySize limit) {
    return with(spec.limits().process().withFileSize(limit));
  }

  /** See {@link ProcessLimits#core}. */
  public Sandbox core(MemorySize limit) {
    return with(spec.limits().process().withCore(limit));
  }

  /** Accepts resource limits where no cgroup can be had; see {@link Limits.Fallback#RLIMITS}. */
  public Sandbox acceptRlimits() {
    return limits(spec.limits().withFallback(Limits.Fallback.RLIMITS));
  }

  /** Replaces all limits. */
  public Sandbox limits(Limits limits) {
    return new Sandbox(
        new SandboxSpec(spec.files(), spec.walls(), spec.identity(), limits, spec.placement()));
  }

  // ---- placement ----

  /**
   * Names the room. A second live room of that name is refused.
   *
   * @throws IllegalArgumentException if it is not 1 to 63 letters, digits, {@code _} and {@code -},
   *     or is what a cgroup calls one of its files
   */
  public Sandbox name(String name) {
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw new IllegalArgumentException("not a room's name: \"" + name + "\"");
    }
    return with(new Placement(name, spec.placement().cgroupParent()));
  }

  /**
   * The cgroup to make rooms in, such as {@code /judge}, the same path below each cgroup mount; it
   * must exist and be writable. By default one named {@code kotha}, beside the JVM's own.
   */
  public Sandbox cgroupParent(String path) {
    RoomPath.requireAbsolute(path);
    return with(new Placement(spec.placement().name(), path));
  }

  // ---- running ----

  /** Starts a program; see {@link #start(Command)}. */
  public SandboxProcess start(String... argv) throws SandboxException {
    return start(Command.of(argv));
  }

  /**
   * Builds a room and starts the command in it. Returns when {@code execve} has succeeded.
   *
   * @throws SetupException if the room could not be built or the program not be executed
   * @throws UnsupportedHostException if this host cannot give what was asked for
   */
  public SandboxProcess start(Command command) throws SandboxException {
    return Providers.get().start(spec, command);
  }

  /** Runs a program to its end; see {@link #run(Command)}. */
  public SandboxResult run(String... argv) throws SandboxException, InterruptedException {
    return run(Command.of(argv));
  }

  /**
   * Runs the command to its end with its output captured. Its stdin is empty unless set. An
   * interrupt kills the room.
   */
  public SandboxResult run(Command command) throws SandboxException, InterruptedException {
    return Runs.await(runAsync(command));
  }

  /** As {@link #runAsync(Command)}. */
  public CompletableFuture<SandboxResult> runAsync(String... argv) throws SandboxException {
    return runAsync(Command.of(argv));
  }

  /**
   * As {@link #run(Command)}, without waiting for the end. Cancelling the future kills the room.
   *
   * @throws SandboxException if the program could not be started
   */
  public CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException {
    return Providers.get().run(spec, command);
  }

  /**
   * Runs a command that is <b>trusted</b> and notes every system call that it makes, to find the
   * least policy that it needs: all calls are carried out but those that {@link
   * SyscallPolicy#standard} answers with {@code ENOSYS}, so that the C library takes the same ways
   * as it will under a policy. The other walls stand. Each call goes to this JVM and back, so the
   * program runs slower.
   *
   * @throws SandboxException if the program could not be started
   */
  public LearnedPolicy learn(Command command) throws SandboxException, InterruptedException {
    SyscallRecorder recorder = new SyscallRecorder();
    SandboxResult result = syscalls(recorder.policy()).run(command);
    return recorder.learned(result);
  }

  /** As {@link #learn(Command)}. */
  public LearnedPolicy learn(String... argv) throws SandboxException, InterruptedException {
    return learn(Command.of(argv));
  }

  /**
   * Makes rooms ahead, for commands that are known later. Returns when the first one waits; the
   * others follow in the background.
   *
   * @param size how many rooms to keep waiting, at least 1
   * @throws IllegalArgumentException if size is not positive, or as {@link #pool(PoolSettings)}
   * @throws SandboxException as {@link #pool(PoolSettings)}
   */
  public SandboxPool pool(int size) throws SandboxException {
    return pool(PoolSettings.of(size));
  }

  /**
   * Makes rooms ahead, as many as are needed within bounds. Returns when the first one waits; the
   * others follow in the background.
   *
   * @throws SetupException if the room could not be built
   * @throws UnsupportedHostException if this host cannot give what was asked for
   * @throws IllegalArgumentException if the sandbox has a {@link #name}: a name is one live room's,
   *     and a pool, be it of one, makes the next while the last still runs
   */
  public SandboxPool pool(PoolSettings settings) throws SandboxException {
    if (spec.placement().name() != null) {
      throw new IllegalArgumentException(
          "rooms of a pool cannot share the name \"" + spec.placement().name() + '"');
    }
    return Providers.get().pool(spec, settings);
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

  // ---- one new description from the old ----

  private Sandbox with(Rootfs rootfs) {
    return with(spec.files().withRootfs(rootfs));
  }

  private Sandbox with(Files files) {
    return new Sandbox(
        new SandboxSpec(files, spec.walls(), spec.identity(), spec.limits(), spec.placement()));
  }

  private Sandbox with(Walls walls) {
    return new Sandbox(
        new SandboxSpec(spec.files(), walls, spec.identity(), spec.limits(), spec.placement()));
  }

  private Sandbox with(MemoryLimits memory) {
    return limits(spec.limits().withMemory(memory));
  }

  private Sandbox with(CpuLimits cpu) {
    return limits(spec.limits().withCpu(cpu));
  }

  private Sandbox with(TimeLimits time) {
    return limits(spec.limits().withTime(time));
  }

  private Sandbox with(ProcessLimits process) {
    return limits(spec.limits().withProcess(process));
  }

  private Sandbox with(Identity identity) {
    return new Sandbox(
        new SandboxSpec(spec.files(), spec.walls(), identity, spec.limits(), spec.placement()));
  }

  private Sandbox with(Placement placement) {
    return new Sandbox(
        new SandboxSpec(spec.files(), spec.walls(), spec.identity(), spec.limits(), placement));
  }

  private Sandbox own(Namespace namespace) {
    Set<Namespace> shared = new HashSet<>(spec.walls().shared());
    shared.remove(namespace);
    return withShared(shared);
  }

  private Sandbox withShared(Set<Namespace> shared) {
    return with(spec.walls().withShared(shared));
  }

  private Sandbox withCapabilities(Set<Capability> kept) {
    Identity i = spec.identity();
    return with(new Identity(i.user(), i.idMap(), kept));
  }

  private static <T> List<T> plus(List<T> list, T item) {
    List<T> all = new ArrayList<>(list);
    all.add(Objects.requireNonNull(item));
    return all;
  }
}
