package io.kotha.sandbox.linux;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.kotha.sandbox.IdMap;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.linux.cgroup.CgroupBase;
import io.kotha.sandbox.linux.cgroup.CgroupPlanner;
import io.kotha.sandbox.linux.cgroup.CpuChoice;
import io.kotha.sandbox.linux.cgroup.NameClaim;
import io.kotha.sandbox.linux.cgroup.RoomName;
import io.kotha.sandbox.linux.host.BlockDevices;
import io.kotha.sandbox.linux.host.IdRangeLease;
import io.kotha.sandbox.linux.plan.CgroupPlan;
import io.kotha.sandbox.linux.plan.Filters;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
import io.kotha.sandbox.linux.plan.RoomInputs;
import io.kotha.sandbox.linux.plan.RoomInputs.RootMapping;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.zygote.Zygote;
import io.kotha.sandbox.spi.SandboxSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Gathers what one room needs of the host, and plans it. */
final class Blueprints {

  private final Engine engine;

  /** By the policy itself, not by what it says: to compare two is to go through all their rules. */
  private final Cache<SyscallPolicy, Filters> filters =
      CacheBuilder.newBuilder().weakKeys().build();

  private final Set<Path> unmappable = ConcurrentHashMap.newKeySet();

  Blueprints(Engine engine) {
    this.engine = engine;
  }

  /** The blueprint of one more room. */
  Blueprint of(SandboxSpec spec, RootLayout layout) throws SandboxException {
    long id = engine.nextRoom();
    Zygote zygote = engine.zygote();
    List<Runnable> releases = new ArrayList<>();
    boolean done = false;
    try {
      Plan plan = plan(spec, layout, id, releases);
      Holdings holdings =
          new Holdings(releases, () -> engine.cgroups().removeLost(paths(plan.cgroups())));
      done = true;
      return new Blueprint(id, zygote, spec, plan, holdings);
    } finally {
      if (!done) {
        releases.forEach(Runnable::run);
      }
    }
  }

  /** Plans without idmapped mounts of this root from now on; false if that is so already. */
  boolean giveUpMapping(SandboxSpec spec) {
    return spec.files().rootfs() instanceof Rootfs.Directory directory
        && unmappable.add(directory.path());
  }

  private Plan plan(SandboxSpec spec, RootLayout layout, long id, List<Runnable> releases)
      throws SandboxException {
    CgroupPlan cgroups = cgroups(spec, id, releases);
    return Planner.plan(
        spec,
        engine.host(),
        new RoomInputs(
            layout,
            BindSources.of(spec),
            idBase(spec, releases),
            cgroups,
            mapping(spec),
            filters(spec.walls().syscalls()),
            new RoomInputs.UidHelpers("/usr/bin/newuidmap", "/usr/bin/newgidmap")));
  }

  private Filters filters(SyscallPolicy policy) {
    Filters known = filters.getIfPresent(policy);
    if (known != null) {
      return known;
    }
    Filters compiled = Filters.of(policy, engine.host().arch());
    filters.put(policy, compiled);
    return compiled;
  }

  private static List<String> paths(CgroupPlan cgroups) {
    return cgroups.groups().stream().map(CgroupPlan.Group::path).toList();
  }

  private RootMapping mapping(SandboxSpec spec) {
    return spec.files().rootfs() instanceof Rootfs.Directory directory
            && !unmappable.contains(directory.path())
        ? RootMapping.IDMAPPED
        : RootMapping.PLAIN;
  }

  private CgroupPlan cgroups(SandboxSpec spec, long id, List<Runnable> releases)
      throws SandboxException {
    String parent = spec.placement().cgroupParent();
    String name = spec.placement().name();
    RoomName roomName = RoomName.numbered(id);
    if (name != null) {
      NameClaim claim = engine.cgroups().claim(name, parent);
      releases.add(claim::close);
      roomName = RoomName.named(name);
    }
    CgroupBase base = engine.cgroupBase(parent);
    CpuChoice cpus = engine.cgroups().chooseCpus(spec.limits(), base);
    releases.add(cpus::close);
    engine.cgroups().give(CgroupPlanner.needed(cpus.limits()), base);
    return CgroupPlanner.plan(cpus.limits(), BlockDevices.of(spec.limits().io()), base, roomName);
  }

  private long idBase(SandboxSpec spec, List<Runnable> releases) throws SandboxException {
    boolean own = spec.identity().idMap() instanceof IdMap.Ranges;
    if (!engine.host().isRoot() || (own && !spec.walls().shared().contains(Namespace.USER))) {
      return 0;
    }
    IdRangeLease lease = engine.ids().lease();
    releases.add(lease::close);
    return lease.firstHostId();
  }
}
