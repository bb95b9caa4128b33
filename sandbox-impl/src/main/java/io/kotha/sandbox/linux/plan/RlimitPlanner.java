package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.ProcessLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans resource limits: the requested ones, safe defaults, and stand-ins for a cgroup if the
 * caller accepted them.
 */
final class RlimitPlanner {

  private static final int CPU = 0;
  private static final int FSIZE = 1;
  private static final int STACK = 3;
  private static final int CORE = 4;
  private static final int NPROC = 6;
  private static final int NOFILE = 7;
  private static final int MEMLOCK = 8;
  private static final int AS = 9;
  private static final int SIGPENDING = 11;
  private static final int MSGQUEUE = 12;
  private static final int NICE = 13;
  private static final int RTPRIO = 14;

  private static final long DEFAULT_FILES = 4_096;
  private static final long DEFAULT_STACK = 8L << 20;
  private static final long DEFAULT_LOCKED = 8L << 20;

  /**
   * The default number of pending signals. The kernel charges them also to the creator of the
   * room's user namespace, the JVM's user, so no room may use up all of them. The same holds for
   * message queues.
   */
  private static final long DEFAULT_SIGNALS = 4_096;

  private static final long DEFAULT_QUEUES = 128L << 10;

  private final Host host;
  private final List<Plan.Rlimit> limits = new ArrayList<>();

  private RlimitPlanner(Host host) {
    this.host = host;
  }

  /** Returns whether resource limits stand in for a cgroup. */
  static boolean fallsBack(Limits limits, CgroupPlan cgroups) {
    return limits.fallback() == Limits.Fallback.RLIMITS
        && cgroups.groups().isEmpty()
        && (limits.memory().max() != null || limits.pids() != null || limits.time().cpu() != null);
  }

  static List<Plan.Rlimit> plan(Limits limits, Host host, CgroupPlan cgroups)
      throws UnsupportedHostException {
    RlimitPlanner planner = new RlimitPlanner(host);
    ProcessLimits process = limits.process();
    planner.asked(CORE, "core", process.core().bytes());
    MemorySize stack = process.stack();
    if (stack != null) {
      planner.asked(STACK, "stack", stack.bytes());
    } else {
      planner.standard(STACK, "stack", DEFAULT_STACK);
    }
    Integer files = process.openFiles();
    if (files != null) {
      planner.asked(NOFILE, "openFiles", files);
    } else {
      planner.standard(NOFILE, "openFiles", DEFAULT_FILES);
    }
    MemorySize fileSize = process.fileSize();
    if (fileSize != null) {
      planner.asked(FSIZE, "fileSize", fileSize.bytes());
    }
    planner.standard(MEMLOCK, "locked memory", DEFAULT_LOCKED);
    planner.standard(SIGPENDING, "pending signals", DEFAULT_SIGNALS);
    planner.standard(MSGQUEUE, "message queues", DEFAULT_QUEUES);
    planner.standard(NICE, "nice", 0);
    planner.standard(RTPRIO, "real-time priority", 0);
    if (fallsBack(limits, cgroups)) {
      planner.standIn(limits);
    }
    return planner.limits;
  }

  private void standIn(Limits asked) throws UnsupportedHostException {
    MemorySize memory = asked.memory().max();
    if (memory != null) {
      asked(AS, "memory (address space)", memory.bytes());
    }
    if (asked.pids() != null) {
      asked(NPROC, "pids (of the user)", asked.pids());
    }
    Duration cpuTime = asked.time().cpu();
    if (cpuTime != null) {
      asked(CPU, "cpuTime (of each process)", cpuTime.plusMillis(999).toSeconds());
    }
  }

  private void asked(int resource, String name, long value) throws UnsupportedHostException {
    long hard = hard(resource);
    if (hard >= 0 && value > hard) {
      throw new UnsupportedHostException(
          List.of(
              new Missing(
                  "rlimit." + name,
                  value + " exceeds the JVM's own hard limit of " + hard,
                  "set a lower limit, or raise the JVM's (ulimit -H, LimitXXX= of its unit)")));
    }
    limits.add(new Plan.Rlimit(resource, value, name));
  }

  private void standard(int resource, String name, long value) {
    long hard = hard(resource);
    limits.add(new Plan.Rlimit(resource, hard >= 0 ? Math.min(value, hard) : value, name));
  }

  private long hard(int resource) {
    return host.hardLimits().getOrDefault(resource, -1L);
  }
}
