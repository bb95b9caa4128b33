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
 * What the rooms of a pool are built from, and so for which sandboxes they can be used: those that
 * differ in nothing that is in a room before it has its command.
 *
 * @param spec of the pool
 * @param plan of one of its rooms
 * @param host that they are on
 */
record PoolTemplate(SandboxSpec spec, Plan plan, Host host) {

  /**
   * Returns if a room can be used for it.
   *
   * @throws IllegalArgumentException if not, with every reason
   * @throws UnsupportedHostException if it asks for more than this host has
   */
  void require(SandboxSpec other) throws UnsupportedHostException {
    if (other.equals(spec)) {
      return;
    }
    List<String> reasons = new ArrayList<>();
    files(other.files(), reasons);
    limits(other.limits(), reasons);
    same(
        "namespaces, network, policy, label or other walls",
        spec.isolation(),
        other.isolation(),
        reasons);
    same("user, id map or capabilities", spec.identity(), other.identity(), reasons);
    same("name or cgroup parent", spec.placement(), other.placement(), reasons);
    if (!CopyTargets.newDirectories(other).equals(CopyTargets.newDirectories(spec))) {
      reasons.add("a file is copied in to where the pool's rooms cannot be written: a tmpfs there");
    }
    if (!reasons.isEmpty()) {
      throw new IllegalArgumentException(
          "the pool's rooms cannot be used for this sandbox: " + String.join("; ", reasons));
    }
    Planner.adjusted(plan, other.limits(), host); // else a room would be lost to find it out
  }

  private void files(SandboxSpec.Files other, List<String> reasons) {
    SandboxSpec.Files own = spec.files();
    same(
        "root, mounts or sizes of file systems",
        own,
        other.copyIns(own.copyIns()).copyOuts(own.copyOuts()),
        reasons);
    if (own.copyOuts().isEmpty() && !other.copyOuts().isEmpty()) {
      reasons.add("files are copied out, and the pool's sandbox has no copyOut");
    }
  }

  private void limits(Limits other, List<String> reasons) {
    Limits own = spec.limits();
    same(
        "limits of memory, processors, pids or devices",
        own,
        other.time(own.time()).process(own.process()).output(own.output()),
        reasons);
    if (needsCounter(other.time()) && !needsCounter(own.time())) {
      reasons.add("processor or idle time is limited, and the pool's sandbox limits neither");
    }
  }

  private static boolean needsCounter(TimeLimits time) {
    return time.cpu() != null || time.idle() != null;
  }

  private static void same(String what, Object own, Object other, List<String> reasons) {
    if (!Objects.equals(own, other)) {
      reasons.add("another " + what);
    }
  }
}
