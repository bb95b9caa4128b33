package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.plan.cgroup.Branch;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The processors of one room, reserved until this is closed.
 *
 * <p>The choice is validated here, because cgroup v2 accepts processors that are not available and
 * then silently uses others.
 */
public final class CpuChoice implements AutoCloseable {

  private final Limits limits;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  private CpuChoice(Limits limits, Runnable release) {
    this.limits = limits;
    this.release = release;
  }

  /**
   * Chooses the processors.
   *
   * @throws UnsupportedHostException if the limits name processors or memory nodes that the base
   *     does not have
   * @throws SandboxException if not enough whole cores are free now
   */
  static CpuChoice make(Limits limits, CgroupBase base, CoreLeases leases) throws SandboxException {
    CpuLimits cpu = limits.cpu();
    Optional<Branch> branch = base.branch(Controller.CPUSET);
    if (branch.isEmpty()) {
      return new CpuChoice(limits, () -> {}); // the planner reports the missing controller
    }
    requireAllowed(cpu, branch.get());
    if (cpu.cpus() instanceof CpuSet.WholeCores cores) {
      CpuList taken = leases.take(cores.count(), allowed(branch.get(), "cpus"));
      return new CpuChoice(
          limits.cpu(cpu.cpus(new CpuSet.Listed(taken))), () -> leases.giveBack(taken));
    }
    return new CpuChoice(limits, () -> {});
  }

  /** Returns the limits with whole cores replaced by the chosen processors. */
  public Limits limits() {
    return limits;
  }

  /** Releases the cores. Further calls have no effect, since another room may have them by then. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }

  /**
   * Checks that rooms in a branch can have the processors and memory nodes of these limits.
   *
   * @throws UnsupportedHostException if they cannot
   */
  public static void requireAllowed(CpuLimits cpu, Branch branch) throws SandboxException {
    List<Missing> missing = new ArrayList<>();
    CpuList nodes = cpu.memoryNodes();
    if (nodes != null) {
      require(nodes, allowed(branch, "mems"), "memory nodes", missing);
    }
    if (cpu.cpus() instanceof CpuSet.Listed listed) {
      require(listed.cpus(), allowed(branch, "cpus"), "processors", missing);
    }
    if (!missing.isEmpty()) {
      throw new UnsupportedHostException(missing);
    }
  }

  private static void require(CpuList wanted, CpuList allowed, String noun, List<Missing> missing) {
    if (!allowed.containsAll(wanted)) {
      missing.add(
          new Missing(
              Controller.CPUSET.feature(),
              noun + " " + wanted + " requested, but only " + allowed + " are available",
              "use some of these, or extend the cpuset of the JVM's cgroup"));
    }
  }

  private static CpuList allowed(Branch branch, String kind) throws SandboxException {
    String file =
        branch.directory()
            + "/cpuset."
            + kind
            + (branch.kind() == GroupKind.V2 ? ".effective" : "");
    return PseudoFile.text(file)
        .filter(text -> !text.isBlank())
        .map(CpuList::parse)
        .orElseThrow(() -> new SandboxException("cannot read " + file));
  }
}
