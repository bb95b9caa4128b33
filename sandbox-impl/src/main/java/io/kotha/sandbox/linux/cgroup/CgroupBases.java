package io.kotha.sandbox.linux.cgroup;

import com.google.common.collect.Lists;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.plan.cgroup.Branch;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The groups of this JVM, created at the first use of each parent and removed at the end.
 * Thread-safe.
 *
 * <p>The result of the first use is cached: a remedy takes effect in a new JVM only.
 */
public final class CgroupBases implements AutoCloseable {

  private final CgroupLayout layout;
  private final JvmGroupName name;
  private final long uid;
  private final Map<CgroupParent, CgroupBase> made = new HashMap<>();
  private final List<OwnedDirectory> directories = new ArrayList<>(); // guarded by this
  private boolean closed; // guarded by this
  private final CoreLeases cores = CoreLeases.ofHost();
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  CgroupBases(CgroupLayout layout, JvmGroupName name, long uid) {
    this.layout = layout;
    this.name = name;
    this.uid = uid;
  }

  /** Returns the groups on the host of this JVM. */
  public static CgroupBases ofHost() {
    return new CgroupBases(CgroupLayout.ofHost(), JvmGroupName.current(), ownUid());
  }

  /** Returns the mounted hierarchies. */
  public CgroupLayout layout() {
    return layout;
  }

  /**
   * Returns the base below a parent. Missing controllers are in {@link CgroupBase#missing()}.
   *
   * @param parent the path below each cgroup mount. If null, the system property {@code
   *     io.kotha.cgroup.parent} or the environment variable {@code KOTHA_CGROUP_PARENT} names it (a
   *     path, or {@code self} for the JVM's own group). The default is {@code /kotha}, and {@code
   *     /kotha-UID} for an ordinary user
   * @throws SandboxException if this was closed
   */
  public synchronized CgroupBase of(@Nullable String parent) throws SandboxException {
    if (closed) {
      throw new SandboxException("the engine was closed");
    }
    CgroupParent chosen = CgroupParent.choose(parent, System.getProperties(), System.getenv(), uid);
    return made.computeIfAbsent(chosen, this::make);
  }

  /**
   * Enables controllers for the rooms in a base. On v2, the controllers that few rooms need are
   * enabled when the first such room is started.
   *
   * @throws UnsupportedHostException if the kernel refuses
   */
  public void enable(Set<Controller> controllers, CgroupBase base) throws UnsupportedHostException {
    Optional<Branch> unified = base.unified();
    if (unified.isEmpty()) {
      return;
    }
    Set<Controller> wanted = EnumSet.noneOf(Controller.class);
    wanted.addAll(controllers);
    wanted.retainAll(unified.get().controllers());
    wanted.removeIf(controller -> !controller.isOnRequest());
    try {
      BranchMaker.enable(wanted, Path.of(unified.get().directory()));
    } catch (CgroupAccessException e) {
      throw new UnsupportedHostException(
          List.of(
              new Missing(
                  "cgroup.controllers",
                  String.valueOf(e.getMessage()),
                  "let the parent cgroup delegate " + wanted)));
    }
  }

  /** Chooses the processors of a room; see {@link CpuChoice}. */
  public CpuChoice chooseCpus(Limits limits, CgroupBase base) throws SandboxException {
    return CpuChoice.make(limits, base, cores);
  }

  /**
   * Reserves the name of a room until the claim is closed.
   *
   * @throws SandboxException if a live room of this or another JVM below the same parent has it
   */
  public NameClaim claim(String roomName, @Nullable String parent) throws SandboxException {
    return NameClaim.take(names, String.valueOf(parent), of(parent), roomName);
  }

  /**
   * Removes the groups of a room whose zygote died before it could do so. Waits briefly for the
   * room's processes, which end when their zygote does.
   */
  public void removeLost(List<String> groups) {
    groups.forEach(group -> CgroupSweeper.sweepGroup(Path.of(group), uid));
  }

  /** Removes the groups of this JVM. Logs each that cannot be removed, and the reason. */
  @Override
  public synchronized void close() {
    closed = true;
    Set<Path> groups =
        made.values().stream()
            .flatMap(base -> base.branches().stream())
            .map(branch -> Path.of(branch.directory()))
            .collect(Collectors.toSet());
    for (OwnedDirectory directory : directories) {
      if (directory.isThere() && groups.contains(directory.path())) {
        CgroupSweeper.removeOwn(directory.path());
      } else if (directory.isThere()) {
        BranchMaker.removeIfEmpty(directory.path()); // the default parent, which others may use
      }
    }
    directories.clear();
    made.clear();
  }

  private CgroupBase make(CgroupParent parent) {
    // In reverse order, because the v2 tree is last: there the kernel kills a whole group at once.
    for (Hierarchy hierarchy : Lists.reverse(layout.hierarchies())) {
      CgroupSweeper.sweep(parent.directory(hierarchy), uid);
    }
    CgroupBase base = BaseMaker.make(layout, parent, name, uid);
    base.directories().forEach(made -> directories.add(OwnedDirectory.of(Path.of(made))));
    return base;
  }

  private static long ownUid() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
