package io.kotha.sandbox.linux.room;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.event.SandboxEvent.Origin;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.cgroup.CgroupBases;
import io.kotha.sandbox.linux.cgroup.CpuChoice;
import io.kotha.sandbox.linux.cgroup.NameClaim;
import io.kotha.sandbox.linux.cgroup.ProcessGroups;
import io.kotha.sandbox.linux.files.BindSources;
import io.kotha.sandbox.linux.host.BlockDevices;
import io.kotha.sandbox.linux.ids.IdLeases;
import io.kotha.sandbox.linux.ids.IdRangeLease;
import io.kotha.sandbox.linux.plan.EntryFacts;
import io.kotha.sandbox.linux.plan.EntryPlanner;
import io.kotha.sandbox.linux.plan.FileInputs;
import io.kotha.sandbox.linux.plan.Filters;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
import io.kotha.sandbox.linux.plan.RoomInputs;
import io.kotha.sandbox.linux.plan.RoomInputs.Lifetime;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupInputs;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlanner;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.ProgramLimits;
import io.kotha.sandbox.linux.plan.cgroup.RoomName;
import io.kotha.sandbox.linux.proc.EntryIds;
import io.kotha.sandbox.linux.proc.EntryTarget;
import io.kotha.sandbox.linux.zygote.Zygote;
import io.kotha.sandbox.linux.zygote.ZygoteSupply;
import io.kotha.sandbox.seccomp.RoomRules;
import io.kotha.sandbox.seccomp.RoomRules.Trait;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.spi.EntrySpec;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Leases the resources of the host that a room needs, and plans the room. Thread-safe. */
public final class RoomPlanner {

  private final Host host;
  private final ZygoteSupply zygotes;
  private final CgroupBases cgroups;
  private final IdLeases ids;
  private final FilePlans files;
  private final AtomicLong rooms = new AtomicLong();

  /** Compiled policies by identity: comparing two policies would compare all their rules. */
  private final LoadingCache<RoomRules, Cache<SyscallPolicy, Filters>> filters =
      CacheBuilder.newBuilder()
          .build(CacheLoader.from(any -> CacheBuilder.newBuilder().weakKeys().build()));

  /**
   * @param zygotes provides the zygote that builds each room
   */
  public RoomPlanner(Host host, ZygoteSupply zygotes, CgroupBases cgroups, IdLeases ids) {
    this.host = host;
    this.zygotes = zygotes;
    this.cgroups = cgroups;
    this.ids = ids;
    this.files = new FilePlans(host);
  }

  /**
   * Returns the cgroups of this JVM below a parent. The zygote removes them when the JVM has ended.
   *
   * @param parent the path of the parent, or null for the default
   */
  public CgroupBase cgroupBase(@Nullable String parent) throws SandboxException {
    CgroupBase base = cgroups.of(parent);
    zygotes.removeAtEnd(base.directories());
    return base;
  }

  /**
   * Plans a room and leases its resources.
   *
   * @throws SandboxException if the host lacks a feature, or a resource cannot be leased
   */
  PlannedRoom plan(SandboxSpec spec, RootLayout layout, Lifetime lifetime) throws SandboxException {
    long id = rooms.incrementAndGet();
    Zygote zygote = zygotes.get();
    List<Runnable> releases = new ArrayList<>();
    boolean planned = false;
    try {
      CgroupInputs groups = cgroupInputs(spec, id, releases);
      long idBase = idBase(spec, releases);
      boolean sharesIds = spec.isolation().shared().contains(Namespace.USER);
      FileInputs seen = new FileInputs(layout, BindSources.of(spec), sharesIds ? idBase : 0);
      RoomInputs inputs =
          new RoomInputs(lifetime, files.of(spec, seen), idBase, groups, filters(spec));
      Plan plan = Planner.plan(spec, host, inputs);
      RoomLeases leases = new RoomLeases(releases, () -> cgroups.removeLost(paths(plan.cgroups())));
      planned = true;
      ProgramPlace own =
          new ProgramPlace(id, Optional.ofNullable(spec.placement().name()), Origin.NEW);
      return new PlannedRoom(id, own, zygote, spec, plan, groups, leases);
    } finally {
      if (!planned) {
        releases.forEach(Runnable::run);
      }
    }
  }

  /** Returns the groups of a room that lives, in which the groups of its programs are made. */
  static CgroupBase groupsOf(PlannedRoom room) {
    CgroupInputs own = room.groups();
    return CgroupPlanner.within(
        room.plan().cgroups(), own.base(), own.name(), CgroupPlanner.needed(own.limits()));
  }

  /**
   * Plans a program in a room that lives.
   *
   * @param base the groups of the room
   * @param spec the room's own, with the limits of the program
   * @throws SandboxException if the room was opened without what the limits need
   */
  PlannedRoom planProgram(PlannedRoom room, CgroupBase base, SandboxSpec spec)
      throws SandboxException {
    long id = rooms.incrementAndGet();
    Limits limits =
        ProgramLimits.within(room.spec().limits(), room.groups().limits(), spec.limits());
    if (base.branch(Controller.CPUSET).isPresent()) {
      CpuChoice.requireAllowed(limits.cpu(), base.branch(Controller.CPUSET).get());
    }
    CgroupInputs groups =
        new CgroupInputs(base, RoomName.program(id), limits, BlockDevices.of(limits.io()));
    Plan plan = Planner.program(room.plan(), spec, groups, host);
    RoomLeases leases = new RoomLeases(List.of(), () -> cgroups.removeLost(paths(plan.cgroups())));
    ProgramPlace place = new ProgramPlace(room.id(), room.place().name(), Origin.SESSION);
    return new PlannedRoom(id, place, room.zygote(), spec, plan, groups, leases);
  }

  /**
   * Plans a program that joins a room.
   *
   * @throws SandboxException if the room has no cgroup
   */
  PlannedRoom planGuest(PlannedRoom room) throws SandboxException {
    long id = rooms.incrementAndGet();
    CgroupBase base = CgroupPlanner.joined(groupsOf(room));
    Limits limits = ProgramLimits.joined(room.groups().limits(), base);
    CgroupInputs groups =
        new CgroupInputs(base, RoomName.program(id), limits, BlockDevices.of(limits.io()));
    SandboxSpec spec = room.spec();
    SandboxSpec own =
        spec.limits(limits)
            .files(spec.files().copyIns(List.of()).copyOuts(List.of()))
            .placement(new SandboxSpec.Placement(null, spec.placement().cgroupParent()));
    Plan plan = Planner.guest(room.plan(), own, groups, host);
    RoomLeases leases = new RoomLeases(List.of(), () -> cgroups.removeLost(paths(plan.cgroups())));
    ProgramPlace place = new ProgramPlace(room.id(), room.place().name(), Origin.EXEC);
    return new PlannedRoom(id, place, room.zygote(), own, plan, groups, leases);
  }

  /**
   * Plans a program that enters namespaces of a process.
   *
   * @param sandbox the limits and the policy of the entry
   * @throws SandboxException if the host lacks what it needs, or its ids are not allowed
   */
  PlannedRoom planEntry(EntrySpec entry, SandboxSpec sandbox, EntryTarget target)
      throws SandboxException {
    long id = rooms.incrementAndGet();
    Zygote zygote = zygotes.get();
    EntryIds ids = target.ids(entry.user());
    EntryFacts facts =
        new EntryFacts(
            target.namespaces(),
            target.hasAbove(),
            (int) ids.uid().orElse(Plan.NO_ID),
            (int) ids.gid().orElse(Plan.NO_ID),
            ids.hostUid(),
            ids.hostGid(),
            target.time());
    boolean own = entry.group() instanceof EntrySpec.Group.OfJvm;
    CgroupBase base =
        entry.group() instanceof EntrySpec.Group.OfJvm group
            ? cgroupBase(group.parent())
            : ProcessGroups.of(target.cgroups());
    RoomName name = own ? RoomName.numbered(id) : ProcessGroups.nameOfProgram(zygote.pid(), id);
    List<Runnable> releases = new ArrayList<>();
    boolean planned = false;
    try {
      CpuChoice cpus = cgroups.chooseCpus(entry.limits(), base);
      releases.add(cpus::close);
      if (own) {
        cgroups.enable(CgroupPlanner.needed(cpus.limits()), base);
      }
      CgroupInputs groups =
          new CgroupInputs(base, name, cpus.limits(), BlockDevices.of(entry.limits().io()));
      Plan plan = EntryPlanner.plan(entry, facts, host, groups, filters(entry));
      RoomLeases leases = new RoomLeases(releases, () -> cgroups.removeLost(paths(plan.cgroups())));
      planned = true;
      ProgramPlace place = new ProgramPlace(id, Optional.empty(), Origin.ENTRY);
      return new PlannedRoom(id, place, zygote, sandbox, plan, groups, leases);
    } finally {
      if (!planned) {
        releases.forEach(Runnable::run);
      }
    }
  }

  private Filters filters(EntrySpec entry) {
    Set<Trait> traits = EnumSet.of(Trait.HOST_FILES);
    if (entry.namespaces().contains(Namespace.NET)
        && !entry.capabilities().contains(Capability.NET_ADMIN)) {
      traits.add(Trait.OWN_NETWORK);
    }
    if (!host.isRoot()) {
      traits.add(Trait.UID_OF_INIT);
    }
    if (entry.limits().memory().hugePages() == null) {
      traits.add(Trait.NO_HUGE_PAGES);
    }
    return filters(new RoomRules(traits), entry.syscalls());
  }

  private Filters filters(SandboxSpec spec) {
    return filters(rules(spec), spec.isolation().syscalls());
  }

  private Filters filters(RoomRules rules, SyscallPolicy policy) {
    Cache<SyscallPolicy, Filters> known = filters.getUnchecked(rules);
    Filters compiled = known.getIfPresent(policy);
    if (compiled == null) {
      compiled = Filters.of(rules.addTo(policy), host.arch());
      known.put(policy, compiled);
    }
    return compiled;
  }

  private RoomRules rules(SandboxSpec spec) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    // The program of an ordinary user owns the files that it gets as standard descriptors, and they
    // are not known before the room has its filter.
    if (spec.files().writesToHost() || !host.isRoot()) {
      traits.add(Trait.HOST_FILES);
    }
    if (!spec.isolation().shared().contains(Namespace.NET)
        && !spec.identity().capabilities().contains(Capability.NET_ADMIN)) {
      traits.add(Trait.OWN_NETWORK);
    }
    boolean uidOfInit = !host.isRoot() || spec.identity().idMap() instanceof IdMap.None;
    if (uidOfInit && !spec.isolation().shared().contains(Namespace.PID)) {
      traits.add(Trait.UID_OF_INIT);
    }
    if (spec.limits().memory().hugePages() == null) {
      traits.add(Trait.NO_HUGE_PAGES);
    }
    return new RoomRules(traits);
  }

  private static List<String> paths(CgroupPlan cgroups) {
    return cgroups.groups().stream().map(CgroupPlan.Group::path).toList();
  }

  private CgroupInputs cgroupInputs(SandboxSpec spec, long id, List<Runnable> releases)
      throws SandboxException {
    String parent = spec.placement().cgroupParent();
    String name = spec.placement().name();
    RoomName roomName = RoomName.numbered(id);
    if (name != null) {
      NameClaim claim = cgroups.claim(name, parent);
      releases.add(claim::close);
      roomName = RoomName.named(name);
    }
    CgroupBase base = cgroupBase(parent);
    CpuChoice cpus = cgroups.chooseCpus(spec.limits(), base);
    releases.add(cpus::close);
    cgroups.enable(CgroupPlanner.needed(cpus.limits()), base);
    return new CgroupInputs(base, roomName, cpus.limits(), BlockDevices.of(spec.limits().io()));
  }

  private long idBase(SandboxSpec spec, List<Runnable> releases) throws SandboxException {
    boolean own = spec.identity().idMap() instanceof IdMap.Ranges;
    if (!host.isRoot() || (own && !spec.isolation().shared().contains(Namespace.USER))) {
      return 0;
    }
    IdRangeLease lease = ids.lease();
    releases.add(lease::close);
    return lease.firstHostId();
  }
}
