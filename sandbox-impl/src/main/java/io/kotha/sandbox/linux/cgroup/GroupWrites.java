package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.Limits;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.linux.plan.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.CgroupPlan.Write;
import java.util.ArrayList;
import java.util.List;

/** The values that put limits on one group. Pure. */
final class GroupWrites {

  /** Of the processor rate; the kernel's own default. */
  static final long PERIOD_MICROS = 100_000;

  private final Limits limits;
  private final Branch branch;
  private final int group;
  private final List<Write> writes = new ArrayList<>();

  private GroupWrites(Limits limits, Branch branch, int group) {
    this.limits = limits;
    this.branch = branch;
    this.group = group;
  }

  static List<Write> of(Limits limits, Branch branch, int group) {
    GroupWrites values = new GroupWrites(limits, branch, group);
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
        case CPUACCT -> {} // only counts
      }
    }
    return values.writes;
  }

  /** The kernel rounds down to whole pages, whose size it knows. */
  private void memory1() {
    MemorySize memory = limits.memory();
    if (memory != null) {
      write("memory.limit_in_bytes", memory.bytes());
    }
    if (limits.swap() == Limits.Swap.OFF) {
      if (memory != null) {
        // After the limit of memory alone: the sum may never be the lower of the two.
        writeIfThere("memory.memsw.limit_in_bytes", memory.bytes());
      }
      writeIfThere("memory.swappiness", 0);
    }
  }

  private void memory2() {
    MemorySize memory = limits.memory();
    if (memory != null) {
      write("memory.max", memory.bytes());
      // One process of the room killed and the rest left to limp on would be no clear verdict.
      writeIfThere("memory.oom.group", 1);
    }
    if (limits.swap() == Limits.Swap.OFF) {
      writeIfThere("memory.swap.max", 0); // not there where the kernel does not count swap
    }
  }

  private void pids() {
    Integer pids = limits.pids();
    if (pids != null) {
      write("pids.max", pids);
    }
  }

  private void cpu1() {
    Double cpus = limits.cpus();
    if (cpus != null) {
      write("cpu.cfs_period_us", PERIOD_MICROS);
      write("cpu.cfs_quota_us", quota(cpus));
    }
  }

  private void cpu2() {
    Double cpus = limits.cpus();
    if (cpus != null) {
      writes.add(new Write(group, "cpu.max", quota(cpus) + " " + PERIOD_MICROS));
    }
  }

  /** Rounded down to microseconds: never more than asked for. */
  private static long quota(double cpus) {
    return (long) (cpus * PERIOD_MICROS);
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
