package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.isolation.Network;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupInputs;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlanner;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.spi.SandboxSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Plans a room from the description of a sandbox and the facts of the host. Pure. */
public final class Planner {

  private final SandboxSpec spec;
  private final Host host;
  private final RoomInputs inputs;
  private final CgroupPlan cgroups;

  private Planner(SandboxSpec spec, Host host, RoomInputs inputs) throws SandboxException {
    this.spec = spec;
    this.host = host;
    this.inputs = inputs;
    CgroupInputs groups = inputs.cgroups();
    CgroupPlan plan = groups(spec, groups);
    if (IdPlanner.needsLock(spec, host)) { // the payload is forked after init has changed its ids
      plan = CgroupPlanner.moved(plan);
    }
    if (lives()) {
      plan = CgroupPlanner.living(plan, groups.base());
    }
    this.cgroups = plan;
  }

  private boolean lives() {
    return inputs.lifetime() == RoomInputs.Lifetime.UNTIL_CLOSED;
  }

  private static CgroupPlan groups(SandboxSpec spec, CgroupInputs groups)
      throws UnsupportedHostException {
    CgroupPlan plan =
        CgroupPlanner.plan(groups.limits(), groups.devices(), groups.base(), groups.name());
    return hasNetwork(spec)
        ? CgroupPlanner.withNetwork(plan, groups.limits(), groups.base(), groups.name())
        : plan;
  }

  /** Returns whether sockets of the room can reach an address. NET_ADMIN can bring lo up. */
  private static boolean hasNetwork(SandboxSpec spec) {
    return spec.isolation().shared().contains(Namespace.NET)
        || spec.isolation().network() == Network.LOOPBACK
        || spec.identity().capabilities().contains(Capability.NET_ADMIN);
  }

  /**
   * Returns the plan of one room.
   *
   * @throws SandboxException if this host does not support the description, or if the description
   *     contradicts itself
   */
  public static Plan plan(SandboxSpec spec, Host host, RoomInputs inputs) throws SandboxException {
    return new Planner(spec, host, inputs).plan();
  }

  private Plan plan() throws SandboxException {
    Contradictions.refuse(spec, host, cgroups, inputs.lifetime());
    boolean lock = IdPlanner.needsLock(spec, host);
    Set<Plan.Flag> flags = FlagPlanner.plan(spec, host);
    if (lives()) {
      flags.add(Plan.Flag.LIVING);
    }
    Plan.Ids ids = IdPlanner.plan(spec, host, inputs.idBase(), lock);
    Filters filters = inputs.filters();
    flags.addAll(FlagPlanner.of(filters));
    return new Plan(
        flags,
        outer(lock),
        lock ? 0 : namespaces(Namespace.NET),
        lock
            ? namespaces(
                Namespace.USER, Namespace.MOUNT, Namespace.NET, Namespace.UTS, Namespace.IPC)
            : 0,
        namespaces(Namespace.CGROUP),
        ids,
        Capability.mask(spec.identity().capabilities()),
        clocks(),
        spec.isolation().time(),
        shares(Namespace.UTS) ? "" : spec.isolation().hostname(),
        inputs.files(),
        lives() ? forkedBy(keeperUid(ids, host), cgroups) : cgroups,
        RlimitPlanner.plan(spec.limits(), host, cgroups),
        filters,
        Hardening.of(spec.isolation().label(), spec.isolation().mitigations()),
        Integer.toString(Math.max(host.oomScoreAdj(), 500)),
        isolation(flags, ids));
  }

  private boolean shares(Namespace namespace) {
    return spec.isolation().shared().contains(namespace);
  }

  private int namespaces(Namespace... wanted) {
    int flags = 0;
    for (Namespace namespace : wanted) {
      flags |= shares(namespace) ? 0 : Namespaces.flag(namespace);
    }
    return flags;
  }

  private int outer(boolean lock) {
    int always = namespaces(Namespace.MOUNT, Namespace.USER, Namespace.PID);
    return lock ? always : always | namespaces(Namespace.UTS, Namespace.IPC);
  }

  private Plan.Clocks clocks() {
    TimeLimits time = spec.limits().time();
    // Without a cgroup, RLIMIT_CPU limits the CPU time; the caller has accepted that.
    return clocks(cgroups.groups().isEmpty() ? time.cpu(null) : time, host.cpus());
  }

  /**
   * Returns the plan with other time and process limits, which a parked room receives together with
   * its command.
   *
   * @throws UnsupportedHostException if this host does not support the limits
   */
  public static Plan adjusted(Plan plan, Limits limits, Host host) throws UnsupportedHostException {
    boolean counted =
        plan.cgroups().counters().stream().anyMatch(c -> c.kind() == CounterKind.CPU_NANOS);
    TimeLimits time = counted ? limits.time() : limits.time().cpu(null);
    boolean standsIn = RlimitPlanner.fallsBack(limits, plan.cgroups());
    if (!counted && (time.idle() != null || (limits.time().cpu() != null && !standsIn))) {
      throw new UnsupportedHostException(
          List.of(
              new Missing(
                  "cgroup.cpuacct",
                  "the rooms of the pool have no cgroup that counts CPU time",
                  "set a limit of CPU time in the pool's sandbox, too")));
    }
    return plan.with(
        clocks(time, plan.clocks().cpus()), RlimitPlanner.plan(limits, host, plan.cgroups()));
  }

  /**
   * Returns the host uid of the keeper; {@link Plan#NO_ID} if the JVM cannot give it a group,
   * because only {@code newuidmap} knows that uid.
   */
  private static int keeperUid(Plan.Ids ids, Host host) {
    if (!ids.uidHelper().isEmpty()) {
      return Plan.NO_ID;
    }
    boolean changes = host.isRoot() && ids.initUid() != Plan.NO_ID && ids.uid() != Plan.NO_ID;
    return (int) (changes ? ids.hostUid() - ids.uid() + ids.initUid() : ids.hostUid());
  }

  /** Lets the keeper create processes in v2 groups, or has them move there by themselves. */
  private static CgroupPlan forkedBy(int keeper, CgroupPlan plan) {
    return keeper == Plan.NO_ID ? CgroupPlanner.moved(plan) : CgroupPlanner.ownedBy(plan, keeper);
  }

  /**
   * Returns the plan of a program in a room that lives.
   *
   * @param room the plan of the room
   * @param spec the sandbox of the room
   * @param groups the room's groups as base, and the limits of the program
   * @throws UnsupportedHostException if the room was opened without what the limits need
   */
  public static Plan program(Plan room, SandboxSpec spec, CgroupInputs groups, Host host)
      throws UnsupportedHostException {
    Limits limits = groups.limits();
    CgroupPlan own = forkedBy(keeperUid(room.ids(), host), groups(spec, groups));
    if (own.groups().isEmpty()) {
      throw new UnsupportedHostException(List.of(Contradictions.PROGRAM_WITHOUT_GROUP));
    }
    return room.ofProgram(
        own, clocks(limits.time(), host.cpus()), RlimitPlanner.plan(limits, host, own));
  }

  /**
   * Returns the plan of a program that joins a room.
   *
   * @param room the plan of the room
   * @param spec the sandbox of the room
   * @param groups the room's groups as base, and the limits of the program
   * @throws UnsupportedHostException if the room has no cgroup
   */
  public static Plan guest(Plan room, SandboxSpec spec, CgroupInputs groups, Host host)
      throws UnsupportedHostException {
    CgroupPlan own = groups(spec, groups);
    if (own.groups().isEmpty()) {
      throw new UnsupportedHostException(List.of(Contradictions.PROGRAM_WITHOUT_GROUP));
    }
    // A joiner that has changed its ids by then may not create a process in the group.
    boolean unmapped = room.ids().uid() == Plan.NO_ID;
    return room.ofGuest(
        unmapped ? CgroupPlanner.moved(own) : own,
        clocks(groups.limits().time(), host.cpus()),
        RlimitPlanner.plan(groups.limits(), host, own));
  }

  /** Returns the clocks of a planned or running room. */
  public static Plan.Clocks clocks(TimeLimits time, int cpus) {
    return new Plan.Clocks(
        nanos(time.wall()),
        nanos(time.cpu()),
        nanos(time.idle()),
        time.grace().extra().toNanos(),
        warns(time),
        cpus);
  }

  private static boolean warns(TimeLimits time) {
    return time.grace().warning() == TimeLimits.Grace.Warning.SIGNAL
        && !time.grace().extra().isZero();
  }

  private static long nanos(@Nullable Duration duration) {
    return duration == null ? 0 : duration.toNanos();
  }

  private List<String> isolation(Set<Plan.Flag> flags, Plan.Ids ids) {
    List<String> lines = new ArrayList<>();
    StringBuilder own = new StringBuilder("namespaces:");
    for (Namespace namespace : Namespace.values()) {
      boolean made =
          namespace == Namespace.TIME ? spec.isolation().time() != null : !shares(namespace);
      own.append(made ? " " + namespace.procName() : "");
    }
    lines.add(own.toString());
    if (!spec.isolation().shared().isEmpty()) {
      lines.add("SHARED with the host: " + spec.isolation().shared());
    }
    lines.add(
        "user namespaces inside: "
            + (flags.contains(Plan.Flag.NO_NESTING) ? "none" : "as the seccomp filter permits"));
    lines.add("ids: " + (ids.uidMap().isEmpty() ? "by helper or none" : ids.uidMap().trim()));
    lines.add(
        "capabilities: "
            + (spec.identity().capabilities().isEmpty() ? "none" : spec.identity().capabilities()));
    boolean unfiltered = spec.isolation().syscalls().isNone();
    lines.add(
        "seccomp: "
            + spec.isolation().syscalls().name()
            + (unfiltered && inputs.filters().main().isPresent()
                ? " but the room's own rules"
                : ""));
    if (spec.isolation().label() != null) {
      lines.add("label: " + spec.isolation().label());
    }
    if (!spec.isolation().mitigations().isEmpty()) {
      lines.add("mitigations: " + new TreeSet<>(spec.isolation().mitigations()));
    }
    lines.add(
        "landlock: "
            + (inputs.files().domain().equals(Domain.NONE)
                ? "none"
                : "version " + host.landlock()));
    lines.add(
        "cgroups: "
            + (cgroups.groups().isEmpty()
                ? "none"
                : cgroups.groups().stream().map(CgroupPlan.Group::path).toList()));
    if (RlimitPlanner.fallsBack(spec.limits(), cgroups)) {
      lines.add("ACCEPTED: RLIMIT_AS, RLIMIT_NPROC and RLIMIT_CPU per process instead of a cgroup");
    }
    return lines;
  }
}
