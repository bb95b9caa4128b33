package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Counter;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Form;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Selects the counters that a group has on this kernel. Pure. */
final class GroupCounters {

  private static final long NANOS_PER_MICRO = 1_000;

  private final Branch branch;
  private final int group;
  private final Set<Controller> needed;
  private final List<Counter> counters = new ArrayList<>();

  private GroupCounters(Branch branch, int group, Set<Controller> needed) {
    this.branch = branch;
    this.group = group;
    this.needed = needed;
  }

  /**
   * Returns the counters of one group.
   *
   * @param needed the controllers that the room's limits need. On v2 a room's group has those of
   *     {@link Controller#isOnRequest} only if they are needed
   */
  static List<Counter> of(Branch branch, int group, Set<Controller> needed) {
    GroupCounters found = new GroupCounters(branch, group, needed);
    if (branch.kind() == GroupKind.V1) {
      found.v1();
    } else {
      found.v2();
    }
    return found.counters;
  }

  /**
   * Keeps one counter of each kind, that of the last group. The v2 group is last. Its user and
   * system time add up to the total, whereas v1 samples each of them at the timer tick.
   */
  static List<Counter> oneOfEachKind(List<Counter> all) {
    Map<CounterKind, Counter> chosen = new EnumMap<>(CounterKind.class);
    all.forEach(counter -> chosen.put(counter.kind(), counter));
    return List.copyOf(chosen.values());
  }

  private void v1() {
    number(CounterKind.CPU_NANOS, "cpuacct.usage", 1);
    number(CounterKind.CPU_USER_NANOS, "cpuacct.usage_user", 1);
    number(CounterKind.CPU_SYSTEM_NANOS, "cpuacct.usage_sys", 1);
    number(CounterKind.MEMORY_PEAK, "memory.max_usage_in_bytes", 1);
    number(CounterKind.MEMORY_LIMIT_HITS, "memory.failcnt", 1);
    line(CounterKind.OOM_KILLS, "memory.oom_control", "oom_kill", 1);
    pids();
    line(CounterKind.CPU_THROTTLED_PERIODS, "cpu.stat", "nr_throttled", 1);
    line(CounterKind.CPU_THROTTLED_NANOS, "cpu.stat", "throttled_time", 1);
    sum(CounterKind.IO_READ_BYTES, "blkio.throttle.io_service_bytes", "Read");
    sum(CounterKind.IO_WRITTEN_BYTES, "blkio.throttle.io_service_bytes", "Write");
  }

  private void v2() {
    line(CounterKind.CPU_NANOS, "cpu.stat", "usage_usec", NANOS_PER_MICRO);
    line(CounterKind.CPU_USER_NANOS, "cpu.stat", "user_usec", NANOS_PER_MICRO);
    line(CounterKind.CPU_SYSTEM_NANOS, "cpu.stat", "system_usec", NANOS_PER_MICRO);
    number(CounterKind.MEMORY_PEAK, "memory.peak", 1);
    line(CounterKind.MEMORY_LIMIT_HITS, "memory.events", "max", 1);
    line(CounterKind.OOM_KILLS, "memory.events", "oom_kill", 1);
    pids();
    line(CounterKind.CPU_THROTTLED_PERIODS, "cpu.stat", "nr_throttled", 1);
    line(CounterKind.CPU_THROTTLED_NANOS, "cpu.stat", "throttled_usec", NANOS_PER_MICRO);
    // The first line ("some") counts time in which at least one task waited, the second ("full")
    // time in which all did.
    line(CounterKind.CPU_STALL_NANOS, "cpu.pressure", "total", NANOS_PER_MICRO);
    line(CounterKind.MEMORY_STALL_NANOS, "memory.pressure", "total", NANOS_PER_MICRO);
    line(CounterKind.IO_STALL_NANOS, "io.pressure", "total", NANOS_PER_MICRO);
    if (needed.contains(Controller.IO)) {
      sum(CounterKind.IO_READ_BYTES, "io.stat", "rbytes");
      sum(CounterKind.IO_WRITTEN_BYTES, "io.stat", "wbytes");
    }
  }

  private void pids() {
    number(CounterKind.PIDS_PEAK, "pids.peak", 1);
    line(CounterKind.PIDS_REFUSED, "pids.events", "max", 1);
  }

  private void number(CounterKind kind, String file, long scale) {
    if (branch.files().has(file)) {
      counters.add(new Counter(kind, group, file, "", scale));
    }
  }

  private void sum(CounterKind kind, String file, String key) {
    if (branch.files().has(file)) {
      counters.add(new Counter(kind, group, file, key, Form.SUM, 1));
    }
  }

  private void line(CounterKind kind, String file, String key, long scale) {
    if (branch.files().has(file, key)) {
      counters.add(new Counter(kind, group, file, key, scale));
    }
  }
}
