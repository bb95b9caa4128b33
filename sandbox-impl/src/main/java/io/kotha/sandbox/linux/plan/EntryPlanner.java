package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.linux.plan.cgroup.CgroupInputs;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlanner;
import io.kotha.sandbox.spi.EntrySpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Plans a program that enters namespaces of a process. Pure. */
public final class EntryPlanner {

  private final EntrySpec spec;
  private final EntryFacts target;
  private final Host host;

  private EntryPlanner(EntrySpec spec, EntryFacts target, Host host) {
    this.spec = spec;
    this.target = target;
    this.host = host;
  }

  /**
   * Returns the plan.
   *
   * @param groups the limits of the program, and the groups in which its own are made
   * @throws UnsupportedHostException if there is no cgroup for the program
   * @throws SandboxException if the program would run as root of the host, has no id, or keeps
   *     capabilities of the JVM's user namespace
   */
  public static Plan plan(
      EntrySpec spec, EntryFacts target, Host host, CgroupInputs groups, Filters filters)
      throws SandboxException {
    EntryPlanner planner = new EntryPlanner(spec, target, host);
    planner.refuseContradictions();
    return planner.plan(planner.cgroups(groups), filters);
  }

  private void refuseContradictions() throws SandboxException {
    long pid = spec.target().pid();
    if (target.hostUid() == 0 || target.hostGid() == 0) {
      throw new SandboxException(
          "the program would run with an id of the host's root, as process "
              + pid
              + " does (uid "
              + target.hostUid()
              + ", gid "
              + target.hostGid()
              + "); choose other ids with user(...)");
    }
    if (target.uid() == Plan.NO_ID && !target.above()) {
      throw new SandboxException(
          "the ids of process "
              + pid
              + " are not mapped in its user namespace; choose ids with user(...)");
    }
    if (!spec.capabilities().isEmpty() && !target.enters(Namespace.USER)) {
      throw new SandboxException(
          "the program would keep capabilities of the JVM's own user namespace; enter "
              + Namespace.USER
              + " of a process that has one, too");
    }
  }

  private CgroupPlan cgroups(CgroupInputs groups) throws UnsupportedHostException {
    CgroupPlan plan =
        CgroupPlanner.withNetwork(
            CgroupPlanner.plan(groups.limits(), groups.devices(), groups.base(), groups.name()),
            groups.limits(),
            groups.base(),
            groups.name());
    if (plan.groups().isEmpty()) {
      throw new UnsupportedHostException(List.of(Contradictions.PROGRAM_WITHOUT_GROUP));
    }
    // Neither a joiner that has changed its ids by then nor one that sees other groups may create a
    // process in the group.
    boolean moves = target.uid() == Plan.NO_ID || target.enters(Namespace.CGROUP);
    return moves ? CgroupPlanner.moved(plan) : plan;
  }

  private Plan plan(CgroupPlan cgroups, Filters filters) throws UnsupportedHostException {
    Domain domain =
        target.enters(Namespace.PID) ? Domain.NONE : DomainPlanner.withoutSignals(host.landlock());
    return new Plan(
        flags(filters),
        0,
        joined(),
        0,
        0,
        ids(),
        io.kotha.sandbox.Capability.mask(spec.capabilities()),
        Planner.clocks(spec.limits().time(), host.cpus()),
        target.time(),
        "",
        RoomFiles.withoutTree(domain),
        cgroups,
        RlimitPlanner.plan(spec.limits(), host, cgroups),
        filters,
        Hardening.NONE,
        Integer.toString(Math.max(host.oomScoreAdj(), 500)),
        isolation());
  }

  private Set<Plan.Flag> flags(Filters filters) {
    Set<Plan.Flag> flags = EnumSet.of(Plan.Flag.JOINS, Plan.Flag.ENTERS);
    flags.addAll(FlagPlanner.of(filters));
    if (target.above()) {
      flags.add(Plan.Flag.ABOVE);
    }
    if (target.enters(Namespace.TIME)) {
      flags.add(Plan.Flag.TIME);
    }
    if (!host.isRoot()) {
      flags.add(Plan.Flag.DENY_SETGROUPS);
    }
    return flags;
  }

  /** The time namespace has a flag of its own, because its bit means something else elsewhere. */
  private int joined() {
    return target.namespaces().stream()
        .filter(type -> type != Namespace.TIME)
        .mapToInt(Namespaces::flag)
        .reduce(0, (a, b) -> a | b);
  }

  /** The joiner keeps its ids: it is no process of a room, and no program of its uid is. */
  private Plan.Ids ids() {
    return new Plan.Ids(
        target.uid(),
        target.gid(),
        Plan.NO_ID,
        Plan.NO_ID,
        "",
        "",
        "",
        "",
        List.of(),
        List.of(),
        target.hostUid(),
        target.hostGid());
  }

  private List<String> isolation() {
    return List.of(
        "namespaces of process " + spec.target().pid() + ": " + new TreeSet<>(target.namespaces()),
        "SHARED with the JVM: " + EnumSet.complementOf(EnumSet.copyOf(target.namespaces())),
        "capabilities: " + (spec.capabilities().isEmpty() ? "none" : spec.capabilities()),
        "seccomp: " + spec.syscalls().name());
  }
}
