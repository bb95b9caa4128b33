package io.kotha.sandbox.linux.plan;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.cgroup.Branch;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupInputs;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlanner;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.GroupFiles;
import io.kotha.sandbox.linux.plan.cgroup.RoomName;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.spi.SandboxSpec;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A room to be planned: a description, a host, and everything that a start would look up on the
 * host. No filter is loaded unless the description asks for one.
 */
public final class RoomFixture {

  /** The first of the host ids that are leased to the room under root. */
  static final long ID_BASE = 100_000;

  /** The directory of the room's cgroup, on v2. */
  static final String GROUP = "/sys/fs/cgroup/jvm/room-7";

  /** The block device that a limit may name. */
  public static final Path DISK = Path.of("/dev/vda");

  private static final CgroupBase UNIFIED =
      new CgroupBase(
          List.of(
              new Branch(
                  "/sys/fs/cgroup/jvm",
                  GroupKind.V2,
                  Set.of(Controller.values()),
                  new GroupFiles(
                      Map.ofEntries(
                          Map.entry(
                              "cpu.stat",
                              Set.of("usage_usec", "user_usec", "system_usec", "throttled_usec")),
                          Map.entry("memory.peak", Set.of()),
                          Map.entry("memory.events", Set.of("max", "oom_kill")),
                          Map.entry("pids.peak", Set.of()),
                          Map.entry("pids.events", Set.of("max")),
                          Map.entry("cpu.pressure", Set.of("total")),
                          Map.entry("memory.pressure", Set.of("total")),
                          Map.entry("io.pressure", Set.of("total")),
                          Map.entry("io.stat", Set.of()))))),
          Map.of(),
          List.of());

  private final Host host;
  private Sandbox sandbox = Sandbox.rootfs(Path.of("/image")).syscalls(SyscallPolicy.none());
  private RootLayout layout =
      new RootLayout(RootKind.DIRECTORY, "/image", RootLayout.Mapping.IDMAPPED, List.of());
  private List<BindSource> binds = List.of();
  private CgroupBase base = UNIFIED;
  private RoomInputs.Lifetime lifetime = RoomInputs.Lifetime.ONE_PROGRAM;

  private RoomFixture(HostBuilder host) {
    this.host = host.build();
  }

  /** A room of a host. */
  public static RoomFixture on(HostBuilder host) {
    return new RoomFixture(host);
  }

  /** A room of a JVM that runs as root. */
  public static RoomFixture ofRoot() {
    return on(HostBuilder.root());
  }

  /** A room of a JVM that runs as uid 1000. */
  public static RoomFixture ofUser() {
    return on(HostBuilder.user());
  }

  /** Changes the description. */
  public RoomFixture with(UnaryOperator<Sandbox> change) {
    sandbox = change.apply(sandbox);
    return this;
  }

  /** Sets what the host shows of the root directory. */
  public RoomFixture layout(RootKind kind, RootLayout.Mapping mapping) {
    layout = new RootLayout(kind, "/image", mapping, List.of());
    return this;
  }

  /** Adds entries to an overlay of the root directory. */
  RoomFixture overlaid(RootLayout.Entry... entries) {
    layout =
        new RootLayout(RootKind.OVERLAY, "/image", RootLayout.Mapping.IDMAPPED, List.of(entries));
    return this;
  }

  /** Assembles the root from entries. */
  RoomFixture assembled(RootLayout.Entry... entries) {
    layout = new RootLayout(RootKind.TMPFS, "", RootLayout.Mapping.PLAIN, List.of(entries));
    return this;
  }

  /** Sets the sources of the bind mounts, in their order. */
  public RoomFixture binds(BindSource... sources) {
    binds = List.of(sources);
    return this;
  }

  /** Has a group of v1 for the memory, and none for anything else. */
  public RoomFixture withMemoryOfV1() {
    withoutCgroups();
    Map<Controller, Missing> missing = new EnumMap<>(base.missing());
    missing.remove(Controller.MEMORY);
    base =
        new CgroupBase(
            List.of(
                new Branch(
                    "/sys/fs/cgroup/memory/jvm",
                    GroupKind.V1,
                    Set.of(Controller.MEMORY),
                    new GroupFiles(
                        Map.of(
                            "memory.max_usage_in_bytes", Set.of(),
                            "memory.kmem.tcp.limit_in_bytes", Set.of(),
                            "memory.oom_control", Set.of("oom_kill"))))),
            missing,
            List.of());
    return this;
  }

  /** Lives until it is closed. */
  public RoomFixture living() {
    lifetime = RoomInputs.Lifetime.UNTIL_CLOSED;
    return this;
  }

  /** Has a v2 group that lacks one controller. */
  public RoomFixture lacking(Controller controller) {
    Branch all = UNIFIED.branches().get(0);
    Set<Controller> others = EnumSet.complementOf(EnumSet.of(controller));
    base =
        new CgroupBase(
            List.of(new Branch(all.directory(), all.kind(), others, all.files())),
            Map.of(controller, new Missing(controller.feature(), "not delegated", "delegate it")),
            List.of());
    return this;
  }

  /** Plans a program with these limits in the room. */
  public Plan program(Limits limits) throws SandboxException {
    Plan room = plan();
    CgroupBase groups =
        CgroupPlanner.within(
            room.cgroups(), base, RoomName.numbered(7), CgroupPlanner.needed(spec().limits()));
    CgroupInputs inputs =
        new CgroupInputs(groups, RoomName.program(8), limits, Map.of(DISK, "254:0"));
    return Planner.program(room, spec(), inputs, host);
  }

  /** Takes every cgroup away. */
  public RoomFixture withoutCgroups() {
    Map<Controller, Missing> missing = new EnumMap<>(Controller.class);
    for (Controller controller : Controller.values()) {
      missing.put(controller, new Missing(controller.feature(), "no cgroup", "delegate one"));
    }
    base = new CgroupBase(List.of(), missing, List.of());
    return this;
  }

  /** Returns the description. */
  public SandboxSpec spec() {
    return sandbox.spec();
  }

  Host host() {
    return host;
  }

  /** Plans the room. */
  public Plan plan() throws SandboxException {
    CgroupInputs cgroups =
        new CgroupInputs(base, RoomName.numbered(7), spec().limits(), Map.of(DISK, "254:0"));
    long idBase = host.isRoot() ? ID_BASE : 0;
    boolean shared = spec().isolation().shared().contains(Namespace.USER);
    RoomFiles files =
        FilePlanner.plan(spec(), host, new FileInputs(layout, binds, shared ? idBase : 0));
    Filters filters = Filters.of(spec().isolation().syscalls(), Arch.X86_64);
    return Planner.plan(spec(), host, new RoomInputs(lifetime, files, idBase, cgroups, filters));
  }

  /** Returns the features for the lack of which the room is refused. */
  List<Missing> refused() {
    UnsupportedHostException refused =
        catchThrowableOfType(UnsupportedHostException.class, this::plan);
    if (refused == null) {
      throw new AssertionError("the room was planned");
    }
    return refused.missing();
  }

  /** Returns the names of the features for the lack of which the room is refused. */
  List<String> refusedFeatures() {
    return refused().stream().map(Missing::feature).toList();
  }
}
