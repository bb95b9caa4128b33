package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Computes the writes that set the limits of one group. Pure. */
public final class GroupWrites {

  /** The period of the CPU rate, in microseconds; the kernel's default. */
  static final long PERIOD_MICROS = 100_000;

  private static final int DEFAULT_WEIGHT = 100;
  private static final int DEFAULT_SHARES = 1024;
  private static final String USE_V2 = "boot with cgroup v2 (systemd.unified_cgroup_hierarchy=1)";

  /** The limit of the memory of sockets' buffers on v1: cgroup-v1/memory.rst. */
  static final String SOCKETS1 = "memory.kmem.tcp.limit_in_bytes";

  private static final String OOM_GROUP = "memory.oom.group";

  /** The limit files of huge pages on v1, one for each page size. */
  public static final Pattern HUGE1 = Pattern.compile("hugetlb\\.[^.]+\\.limit_in_bytes");

  private static final Pattern HUGE2 = Pattern.compile("hugetlb\\.[^.]+\\.max");

  private final Limits limits;
  private final Map<Path, String> devices;
  private final Branch branch;
  private final int group;
  private final List<Write> writes = new ArrayList<>();
  private final List<Missing> missing;

  private GroupWrites(
      Limits limits, Map<Path, String> devices, Branch branch, int group, List<Missing> missing) {
    this.limits = limits;
    this.devices = devices;
    this.branch = branch;
    this.group = group;
    this.missing = missing;
  }

  /**
   * Returns the writes for one group, in order.
   *
   * @param devices {@code MAJOR:MINOR} of each path with an I/O limit
   * @param missing receives the limits that this version of cgroups or this kernel does not support
   */
  public static List<Write> of(
      Limits limits, Map<Path, String> devices, Branch branch, int group, List<Missing> missing) {
    GroupWrites values = new GroupWrites(limits, devices, branch, group, missing);
    boolean v2 = branch.kind() == GroupKind.V2;
    for (Controller controller : branch.controllers().stream().sorted().toList()) {
      switch (controller) {
        case MEMORY -> {
          if (v2) {
            values.memory2();
          } else {
            values.memory1();
          }
        }
        case PIDS -> values.pids();
        case CPU -> {
          if (v2) {
            values.cpu2();
          } else {
            values.cpu1();
          }
        }
        case CPUACCT -> {} // has counters only
        case CPUSET -> values.cpuset();
        case IO -> values.io(v2);
        case HUGETLB -> values.hugePages(v2 ? HUGE2 : HUGE1);
      }
    }
    return values.writes;
  }

  /**
   * Returns the write that bounds the buffers of TCP and UDP on v1, which {@code
   * memory.limit_in_bytes} does not count; empty for a group that has no memory limit or is on v2.
   * Buffers have a count of their own, so a room may use its limit twice: once for them.
   */
  public static List<Write> ofSockets(Limits limits, Branch branch, int group) {
    MemorySize max = limits.memory().max();
    return max != null && branch.files().has(SOCKETS1)
        ? List.of(new Write(group, SOCKETS1, Long.toString(max.bytes())))
        : List.of();
  }

  /** Returns whether this is a write that {@link #ofSockets} makes. */
  public static boolean isOfSockets(Write write) {
    return write.file().equals(SOCKETS1);
  }

  /** Returns whether this write makes the kernel kill all processes of a group at once. */
  public static boolean killsAll(Write write) {
    return write.file().equals(OOM_GROUP);
  }

  /** Adds the memory limits of v1. The kernel rounds values down to whole pages. */
  private void memory1() {
    MemoryLimits memory = limits.memory();
    MemorySize max = memory.max();
    MemorySize swap = memory.swap();
    if (memory.high() != null) {
      lacks("cgroup.memory.high", "cgroup v1 has no memory.high", USE_V2);
    }
    if (max != null) {
      write("memory.limit_in_bytes", max.bytes());
    }
    if (swap != null) {
      if (max != null) {
        // After the memory limit: the kernel never lets the sum be lower than that.
        writeIfThere("memory.memsw.limit_in_bytes", max.bytes() + swap.bytes());
      } else if (swap.bytes() > 0) {
        lacks(
            "cgroup.memory.swap",
            "cgroup v1 can limit swap only together with memory",
            "set a memory limit");
      }
      if (swap.bytes() == 0) {
        writeIfThere("memory.swappiness", 0);
      }
    }
  }

  private void memory2() {
    MemoryLimits memory = limits.memory();
    MemorySize max = memory.max();
    MemorySize high = memory.high();
    MemorySize swap = memory.swap();
    if (max != null) {
      write("memory.max", max.bytes());
      if (memory.oomKill() == MemoryLimits.OomKill.ROOM) {
        writeIfThere(OOM_GROUP, 1);
      }
    }
    if (high != null) {
      write("memory.high", high.bytes());
    }
    if (swap != null) {
      writeIfThere("memory.swap.max", swap.bytes()); // missing if the kernel does not count swap
    }
  }

  private void pids() {
    Integer pids = limits.pids();
    if (pids != null) {
      write("pids.max", pids);
    }
  }

  private void cpu1() {
    CpuLimits cpu = limits.cpu();
    if (cpu.rate() != null) {
      // A new group already has the period; each write makes the kernel walk all groups.
      write("cpu.cfs_quota_us", quota(cpu.rate()));
    }
    burst("cpu.cfs_burst_us");
    if (cpu.weight() != null) {
      write("cpu.shares", Math.max(2, (long) cpu.weight() * DEFAULT_SHARES / DEFAULT_WEIGHT));
    }
  }

  private void cpu2() {
    CpuLimits cpu = limits.cpu();
    if (cpu.rate() != null) {
      writes.add(new Write(group, "cpu.max", quota(cpu.rate()) + " " + PERIOD_MICROS));
    }
    burst("cpu.max.burst");
    if (cpu.weight() != null) {
      write("cpu.weight", cpu.weight());
    }
  }

  private void burst(String file) {
    Duration burst = limits.cpu().burst();
    if (burst == null) {
      return;
    }
    if (branch.files().has(file)) {
      write(file, burst.toNanos() / 1000);
    } else {
      lacks("cgroup.cpu.burst", "this kernel has no " + file, "run Linux 5.14 or later");
    }
  }

  /** Adds the cpuset. On v1 a group without one of its own already has that of the JVM's group. */
  private void cpuset() {
    if (limits.cpu().cpus() instanceof CpuSet.Listed listed) {
      writes.add(new Write(group, "cpuset.cpus", listed.cpus().toString()));
    }
    CpuList nodes = limits.cpu().memoryNodes();
    if (nodes != null) {
      writes.add(new Write(group, "cpuset.mems", nodes.toString()));
    }
  }

  private void io(boolean v2) {
    for (IoLimit limit : limits.io()) {
      String device = Objects.requireNonNull(devices.get(limit.path()), "a device for each path");
      if (v2) {
        String values =
            rate(" rbps=", limit.readBytes())
                + rate(" wbps=", limit.writeBytes())
                + rate(" riops=", limit.readOperations())
                + rate(" wiops=", limit.writeOperations());
        writes.add(new Write(group, "io.max", device + values));
      } else {
        throttle("blkio.throttle.read_bps_device", device, limit.readBytes());
        throttle("blkio.throttle.read_iops_device", device, limit.readOperations());
        if (limit.writeBytes() != null || limit.writeOperations() != null) {
          lacks(
              "cgroup.io.write",
              "cgroup v1 does not throttle writes that go through the page cache",
              USE_V2);
        }
      }
    }
  }

  private static String rate(String key, @Nullable Long value) {
    return value == null ? "" : key + value;
  }

  private void throttle(String file, String device, @Nullable Long value) {
    if (value != null) {
      writes.add(new Write(group, file, device + " " + value));
    }
  }

  private void hugePages(Pattern files) {
    MemorySize limit = limits.memory().hugePages();
    if (limit != null) {
      branch.files().matching(files).forEach(file -> write(file, limit.bytes()));
    }
  }

  /** Returns the CPU time per period, rounded down to microseconds. */
  private static long quota(double cpus) {
    return (long) (cpus * PERIOD_MICROS);
  }

  private void lacks(String feature, String reason, String remedy) {
    missing.add(new Missing(feature, reason, remedy));
  }

  private void write(String file, long value) {
    writes.add(new Write(group, file, Long.toString(value)));
  }

  private void writeIfThere(String file, long value) {
    if (branch.files().has(file)) {
      write(file, value);
    }
  }
}
