package io.kotha.sandbox.linux.plan.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import io.kotha.sandbox.linux.plan.cgroup.GroupChanges.Limited;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GroupChangesTest {

  private static final String MEMORY = "memory.limit_in_bytes";
  private static final String MEMSW = "memory.memsw.limit_in_bytes";

  /** Parses each {@code FILE=VALUE}. */
  private static List<Write> writes(String... values) {
    return Arrays.stream(values)
        .map(value -> value.split("=", 2))
        .map(parts -> new Write(1, parts[0], parts[1]))
        .toList();
  }

  private static List<String> changes(List<Write> before, List<Write> after) {
    return changes(new Limited(Limits.NONE, before), new Limited(Limits.NONE, after));
  }

  private static List<String> changes(Limited before, Limited after) {
    return GroupChanges.of(before, after, file -> "parent's " + file).stream()
        .map(write -> write.file() + "=" + write.value())
        .toList();
  }

  @Test
  void unchangedValueIsNotWritten() {
    List<Write> all = writes("memory.max=1", "pids.max=2", "cpu.max=3 100000");
    assertThat(changes(all, all)).isEmpty();
    assertThat(changes(all, writes("memory.max=1", "pids.max=9", "cpu.max=3 100000")))
        .containsExactly("pids.max=9");
  }

  @Test
  void removedLimitBecomesTheKernelsDefault() {
    List<Write> all =
        writes(
            "memory.max=1",
            "memory.oom.group=1",
            "memory.high=1",
            "memory.swap.max=1",
            "pids.max=2",
            "cpu.max=3 100000",
            "cpu.weight=7",
            "hugetlb.2MB.max=8");
    assertThat(changes(all, List.of()))
        .containsExactlyInAnyOrder(
            "memory.max=max",
            "memory.oom.group=0",
            "memory.high=max",
            "memory.swap.max=max",
            "pids.max=max",
            "cpu.max=max 100000",
            "cpu.weight=100",
            "hugetlb.2MB.max=0");
    List<Write> old =
        writes(
            MEMORY + "=1",
            MEMSW + "=1",
            "memory.swappiness=0",
            "cpu.cfs_quota_us=5",
            "cpu.shares=9",
            "cpuset.cpus=0",
            "hugetlb.2MB.limit_in_bytes=8");
    assertThat(changes(old, List.of()))
        .containsExactlyInAnyOrder(
            MEMSW + "=-1",
            MEMORY + "=-1",
            "memory.swappiness=parent's memory.swappiness",
            "cpu.cfs_quota_us=-1",
            "cpu.shares=1024",
            "cpuset.cpus=parent's cpuset.cpus",
            "hugetlb.2MB.limit_in_bytes=0");
  }

  @Test
  void v1RaisesTheOuterLimitFirstAndLowersTheInnerFirst() {
    Limited none = new Limited(Limits.NONE, List.of());
    Limited small = memory(10, 0);
    Limited large = memory(20, 0);
    assertThat(changes(small, large)).containsExactly(MEMSW + "=20", MEMORY + "=20");
    assertThat(changes(large, small)).containsExactly(MEMORY + "=10", MEMSW + "=10");
    assertThat(changes(none, small)).containsExactly(MEMORY + "=10", MEMSW + "=10");
    assertThat(changes(small, none)).containsExactly(MEMSW + "=-1", MEMORY + "=-1");
  }

  private static Limited memory(int max, int swap) {
    return new Limited(
        Limits.NONE.memory(MemoryLimits.NONE.max(MemorySize.bytes(max))),
        writes(MEMORY + "=" + max, MEMSW + "=" + (max + swap)));
  }

  @Property
  void memoryNeverExceedsMemoryAndSwap(
      @ForAll @IntRange(min = 1, max = 9) int memory1,
      @ForAll @IntRange(min = 0, max = 9) int swap1,
      @ForAll @IntRange(min = 1, max = 9) int memory2,
      @ForAll @IntRange(min = 0, max = 9) int swap2) {
    Limited before = memory(memory1, swap1);
    Limited after = memory(memory2, swap2);
    Map<String, Integer> kernel = new HashMap<>();
    List<Write> all = new ArrayList<>(before.writes());
    all.addAll(GroupChanges.of(before, after, file -> ""));
    for (Write write : all) {
      kernel.put(write.file(), Integer.valueOf(write.value()));
      assertThat(kernel.get(MEMORY)).isLessThanOrEqualTo(kernel.getOrDefault(MEMSW, 100));
    }
    assertThat(kernel).isEqualTo(Map.of(MEMORY, memory2, MEMSW, memory2 + swap2));
  }

  @Test
  void burstNeverExceedsItsQuota() {
    Limited none = new Limited(Limits.NONE, List.of());
    Limited small = burst(1000);
    Limited large = burst(9000);
    assertThat(changes(small, large)).containsExactly("cpu.max=9000 100000", "cpu.max.burst=9000");
    assertThat(changes(large, small)).containsExactly("cpu.max.burst=1000", "cpu.max=1000 100000");
    assertThat(changes(none, small)).containsExactly("cpu.max=1000 100000", "cpu.max.burst=1000");
    assertThat(changes(small, none)).containsExactly("cpu.max.burst=0", "cpu.max=max 100000");
  }

  private static Limited burst(int micros) {
    CpuLimits cpu = CpuLimits.NONE.rate(0.5).burst(Duration.of(micros, ChronoUnit.MICROS));
    return new Limited(
        Limits.NONE.cpu(cpu), writes("cpu.max=" + micros + " 100000", "cpu.max.burst=" + micros));
  }

  @Test
  void eachDeviceIsChangedSeparately() {
    List<Write> before = writes("io.max=8:0 rbps=1", "io.max=8:16 wbps=1");
    assertThat(changes(before, writes("io.max=8:16 wbps=1", "io.max=8:32 riops=3")))
        .containsExactlyInAnyOrder(
            "io.max=8:0 rbps=max wbps=max riops=max wiops=max",
            "io.max=8:32 riops=3 rbps=max wbps=max wiops=max");
    assertThat(
            changes(
                writes("blkio.throttle.read_bps_device=8:0 1"),
                writes("blkio.throttle.read_bps_device=8:16 1")))
        .containsExactlyInAnyOrder(
            "blkio.throttle.read_bps_device=8:16 1", "blkio.throttle.read_bps_device=8:0 0");
  }
}
