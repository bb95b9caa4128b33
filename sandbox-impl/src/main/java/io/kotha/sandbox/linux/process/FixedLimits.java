package io.kotha.sandbox.linux.process;

import com.google.common.collect.Sets;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlanner;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The limits that cannot change while a program runs, or while a room lives. */
final class FixedLimits {

  private FixedLimits() {}

  /**
   * Requires that the limits of a running program can change.
   *
   * @throws IllegalArgumentException naming a limit that cannot
   */
  static void requireOfProgram(Limits now, Limits wanted) {
    requireSame("ProcessLimits", now.process(), wanted.process());
    requireSame("the limit on output", now.output(), wanted.output());
    requireSame("MemoryLimits.oomKill", now.memory().oomKill(), wanted.memory().oomKill());
    requireSamePlace(now, wanted);
  }

  /**
   * Requires that the limits of a room can change. Its programs are in its groups of a controller
   * on request either all or not at all.
   *
   * @throws IllegalArgumentException naming a limit that cannot
   * @throws UnsupportedOperationException naming the controllers whose limits were added or removed
   */
  static void requireOfRoom(Limits now, Limits wanted) {
    requireSamePlace(now, wanted);
    Set<Controller> changed = Sets.symmetricDifference(onRequest(now), onRequest(wanted));
    if (!changed.isEmpty()) {
      throw new UnsupportedOperationException(
          "while a room lives, a limit of "
              + changed.stream().sorted().map(Controller::feature).collect(Collectors.joining(", "))
              + " can be neither added nor removed: open the room with one, which can be changed");
    }
  }

  private static Set<Controller> onRequest(Limits limits) {
    return Sets.filter(CgroupPlanner.needed(limits), Controller::isOnRequest);
  }

  private static void requireSamePlace(Limits now, Limits wanted) {
    requireSame("the fallback", now.fallback(), wanted.fallback());
    if (now.cpu().cpus() instanceof CpuSet.WholeCores
        || wanted.cpu().cpus() instanceof CpuSet.WholeCores) {
      requireSame("a set of whole cores", now.cpu().cpus(), wanted.cpu().cpus());
    }
  }

  private static void requireSame(String limit, @Nullable Object now, @Nullable Object wanted) {
    if (!Objects.equals(now, wanted)) {
      throw new IllegalArgumentException(
          limit
              + " cannot change while the room runs: "
              + now
              + " → "
              + wanted
              + "; set it before the start");
    }
  }

  /**
   * Requires that the zygote can enforce time limits with the counters of these groups.
   *
   * @throws UnsupportedOperationException if a limit needs a counter that is missing
   */
  static void requireClocks(CgroupPlan groups, TimeLimits now, TimeLimits wanted) {
    boolean counted = groups.counters().stream().anyMatch(c -> c.kind() == CounterKind.CPU_NANOS);
    boolean needed = wanted.cpu() != null || wanted.idle() != null;
    if (needed && !counted && !wanted.equals(now)) {
      throw new UnsupportedOperationException(
          "the room was started without a cgroup that counts CPU time: set cpuTime(...) or"
              + " idleTime(...) before the start");
    }
  }
}
