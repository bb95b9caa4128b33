package io.kotha.sandbox.linux.pool;

import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.plan.CopyTargets;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.Planner;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The sandbox that the rooms of a pool are built from. Another sandbox can use them if it differs
 * only in settings that apply when a room gets its command.
 *
 * @param spec the sandbox of the pool
 * @param plan the plan of one of its rooms
 * @param host facts about the host
 */
record PoolTemplate(SandboxSpec spec, Plan plan, Host host) {

  /**
   * Requires that a sandbox can use the rooms of the pool.
   *
   * @throws IllegalArgumentException if it cannot; the message names every reason
   * @throws UnsupportedHostException if the sandbox needs a feature that this host lacks
   */
  void require(SandboxSpec other) throws UnsupportedHostException {
    if (other.equals(spec)) {
      return;
    }
    List<String> reasons = new ArrayList<>();
    files(other.files(), reasons);
    limits(other.limits(), reasons);
    same(
        "namespaces, network, hostname, syscall policy, Landlock, label or mitigations",
        spec.isolation(),
        other.isolation(),
        reasons);
    same("user, id map or capabilities", spec.identity(), other.identity(), reasons);
    same("name or cgroup parent", spec.placement(), other.placement(), reasons);
    if (!CopyTargets.newDirectories(other).equals(CopyTargets.newDirectories(spec))) {
      reasons.add("copyIn to a directory for which the pool's rooms have no tmpfs");
    }
    if (!reasons.isEmpty()) {
      throw new IllegalArgumentException(
          "the pool's rooms cannot be used for this sandbox: "
              + String.join("; ", reasons)
              + ". Make a pool of this sandbox, or change the sandbox of the pool");
    }
    Planner.adjusted(plan, other.limits(), host); // throws before a room is used up
  }

  private void files(SandboxSpec.Files other, List<String> reasons) {
    SandboxSpec.Files own = spec.files();
    same(
        "rootfs, mounts or file system sizes",
        own,
        other.copyIns(own.copyIns()).copyOuts(own.copyOuts()),
        reasons);
    if (own.copyOuts().isEmpty() && !other.copyOuts().isEmpty()) {
      reasons.add("copyOut, and the pool's sandbox has no copyOut");
    }
  }

  private void limits(Limits other, List<String> reasons) {
    Limits own = spec.limits();
    same(
        "limit of memory, CPU, pids or I/O",
        own,
        other.time(own.time()).process(own.process()).output(own.output()),
        reasons);
    if (needsCounter(other.time()) && !needsCounter(own.time())) {
      reasons.add("cpuTime or idleTime, and the pool's sandbox has neither");
    }
  }

  private static boolean needsCounter(TimeLimits time) {
    return time.cpu() != null || time.idle() != null;
  }

  private static void same(String setting, Object own, Object other, List<String> reasons) {
    if (!Objects.equals(own, other)) {
      reasons.add("another " + setting);
    }
  }
}
