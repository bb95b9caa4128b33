package io.kotha.sandbox.linux.cgroup.live;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Counter;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Group;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.linux.sys.PseudoFile;
import io.kotha.sandbox.stats.RoomStats;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A single reading of a live room's groups: their counters and their current use. */
public final class GroupGauges {

  private final CgroupPlan plan;

  /** The text of each file read so far: one file has several values. */
  private final Map<String, Optional<String>> texts = new HashMap<>();

  private GroupGauges(CgroupPlan plan) {
    this.plan = plan;
  }

  /** Reads the groups now. Values without a file are empty. */
  public static RoomStats read(CgroupPlan plan) {
    GroupGauges gauges = new GroupGauges(plan);
    return new RoomStats(
        Instant.now(),
        gauges.memory(),
        new RoomStats.Cpu(
            gauges.time(CounterKind.CPU_NANOS),
            gauges.time(CounterKind.CPU_USER_NANOS),
            gauges.time(CounterKind.CPU_SYSTEM_NANOS),
            gauges.time(CounterKind.CPU_THROTTLED_NANOS)),
        Figures.number(gauges.first("pids.current")),
        new Usage.Stalls(
            gauges.time(CounterKind.CPU_STALL_NANOS),
            gauges.time(CounterKind.MEMORY_STALL_NANOS),
            gauges.time(CounterKind.IO_STALL_NANOS)),
        new Usage.Io(
            gauges.counter(CounterKind.IO_READ_BYTES),
            gauges.counter(CounterKind.IO_WRITTEN_BYTES)));
  }

  private RoomStats.Memory memory() {
    OptionalLong peak = counter(CounterKind.MEMORY_PEAK);
    for (Group group : plan.groups()) {
      boolean v2 = group.kind() == GroupKind.V2;
      Optional<String> current = text(group, v2 ? "memory.current" : "memory.usage_in_bytes");
      if (current.isPresent()) {
        Optional<String> stat = text(group, "memory.stat");
        // On v1, a key without "total_" leaves out the groups of a room's programs.
        OptionalLong shared = Figures.line(stat, v2 ? "shmem" : "total_shmem");
        return new RoomStats.Memory(
            Figures.number(current),
            peak,
            Figures.line(stat, v2 ? "anon" : "total_rss"),
            less(Figures.line(stat, v2 ? "file" : "total_cache"), shared),
            shared,
            v2
                ? Figures.line(stat, "kernel")
                : Figures.number(text(group, "memory.kmem.usage_in_bytes")));
      }
    }
    OptionalLong none = OptionalLong.empty();
    return new RoomStats.Memory(none, peak, none, none, none, none);
  }

  /** Subtracts shared memory from the page cache, in which the kernel includes it. */
  private static OptionalLong less(OptionalLong all, OptionalLong part) {
    return all.isPresent() && part.isPresent()
        ? OptionalLong.of(Math.max(0, all.getAsLong() - part.getAsLong()))
        : OptionalLong.empty();
  }

  private Optional<Duration> time(CounterKind kind) {
    OptionalLong nanos = counter(kind);
    return nanos.isPresent() ? Optional.of(Duration.ofNanos(nanos.getAsLong())) : Optional.empty();
  }

  private OptionalLong counter(CounterKind kind) {
    for (Counter counter : plan.counters()) {
      if (counter.kind() == kind) {
        Optional<String> text = text(plan.groups().get(counter.group()), counter.file());
        return text.isPresent()
            ? counter.inUnit(Figures.value(text.get(), counter.key(), counter.form()))
            : OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  private Optional<String> first(String file) {
    return plan.groups().stream()
        .map(group -> text(group, file))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> text(Group group, String file) {
    return texts.computeIfAbsent(group.path() + "/" + file, PseudoFile::text);
  }
}
