package io.kotha.sandbox.linux.plan.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Counter;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Form;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every counter and the less common values of a kernel that has all files. */
class GroupFiguresTest {

  private static final Path DISK = Path.of("/dev/vda");
  private static final Limits IO =
      Limits.NONE.io(List.of(IoLimit.on(DISK).readBytes(MemorySize.KiB(1)).writeOperations(5)));

  private static final Map<String, Set<String>> FILES2 =
      Map.ofEntries(
          Map.entry(
              "cpu.stat",
              Set.of("usage_usec", "user_usec", "system_usec", "nr_throttled", "throttled_usec")),
          Map.entry("memory.peak", Set.of()),
          Map.entry("memory.events", Set.of("max", "oom_kill")),
          Map.entry("pids.peak", Set.of()),
          Map.entry("pids.events", Set.of("max")),
          Map.entry("cpu.pressure", Set.of("total")),
          Map.entry("memory.pressure", Set.of("total")),
          Map.entry("io.pressure", Set.of("total")),
          Map.entry("io.stat", Set.of()),
          Map.entry("cpu.max.burst", Set.of()));

  private static final Branch V2 =
      new Branch("/v/jvm", GroupKind.V2, Set.of(Controller.values()), new GroupFiles(FILES2));

  private static final Branch IO1 =
      new Branch(
          "/b/jvm",
          GroupKind.V1,
          Set.of(Controller.IO),
          new GroupFiles(Map.of("blkio.throttle.io_service_bytes", Set.of())));

  private static final Branch CPU1 =
      new Branch(
          "/c/jvm",
          GroupKind.V1,
          Set.of(Controller.CPU),
          new GroupFiles(Map.of("cpu.cfs_burst_us", Set.of())));

  private static final Branch MEMORY1 =
      new Branch(
          "/m/jvm", GroupKind.V1, Set.of(Controller.MEMORY), new GroupFiles(new HashMap<>()));

  private static CgroupPlan plan(Limits limits, Branch branch) throws UnsupportedHostException {
    return CgroupPlanner.plan(
        limits,
        Map.of(DISK, "254:0"),
        new CgroupBase(List.of(branch), Map.of(), List.of()),
        RoomName.numbered(7));
  }

  @Test
  void everyCounterOfV2IsRead() throws Exception {
    assertThat(plan(IO, V2).counters())
        .containsExactlyInAnyOrder(
            new Counter(CounterKind.CPU_NANOS, 0, "cpu.stat", "usage_usec", 1000),
            new Counter(CounterKind.CPU_USER_NANOS, 0, "cpu.stat", "user_usec", 1000),
            new Counter(CounterKind.CPU_SYSTEM_NANOS, 0, "cpu.stat", "system_usec", 1000),
            new Counter(CounterKind.MEMORY_PEAK, 0, "memory.peak", "", 1),
            new Counter(CounterKind.MEMORY_LIMIT_HITS, 0, "memory.events", "max", 1),
            new Counter(CounterKind.OOM_KILLS, 0, "memory.events", "oom_kill", 1),
            new Counter(CounterKind.PIDS_PEAK, 0, "pids.peak", "", 1),
            new Counter(CounterKind.PIDS_REFUSED, 0, "pids.events", "max", 1),
            new Counter(CounterKind.CPU_THROTTLED_PERIODS, 0, "cpu.stat", "nr_throttled", 1),
            new Counter(CounterKind.CPU_THROTTLED_NANOS, 0, "cpu.stat", "throttled_usec", 1000),
            new Counter(CounterKind.CPU_STALL_NANOS, 0, "cpu.pressure", "total", 1000),
            new Counter(CounterKind.MEMORY_STALL_NANOS, 0, "memory.pressure", "total", 1000),
            new Counter(CounterKind.IO_STALL_NANOS, 0, "io.pressure", "total", 1000),
            new Counter(CounterKind.IO_READ_BYTES, 0, "io.stat", "rbytes", Form.SUM, 1),
            new Counter(CounterKind.IO_WRITTEN_BYTES, 0, "io.stat", "wbytes", Form.SUM, 1));
  }

  @Test
  void bytesOfDevicesAreCountedOnV2OnlyForRoomsThatLimitThem() throws Exception {
    assertThat(plan(Limits.NONE, V2).counters())
        .extracting(Counter::kind)
        .doesNotContain(CounterKind.IO_READ_BYTES, CounterKind.IO_WRITTEN_BYTES)
        .contains(CounterKind.IO_STALL_NANOS);
  }

  @Test
  void bytesOfDevicesAreAddedUpOnV1() throws Exception {
    Limits reading = Limits.NONE.io(List.of(IoLimit.on(DISK).readOperations(1)));
    String file = "blkio.throttle.io_service_bytes";

    assertThat(plan(reading, IO1).counters())
        .containsExactly(
            new Counter(CounterKind.IO_READ_BYTES, 0, file, "Read", Form.SUM, 1),
            new Counter(CounterKind.IO_WRITTEN_BYTES, 0, file, "Write", Form.SUM, 1));
  }

  @Test
  void deviceIsLimitedByTheKeysThatWereAskedFor() throws Exception {
    assertThat(plan(IO, V2).writes()).contains(new Write(0, "io.max", "254:0 rbps=1024 wiops=5"));
  }

  @Test
  void burstIsMicroseconds() throws Exception {
    Limits limits = Limits.NONE.cpu(CpuLimits.NONE.rate(0.5).burst(Duration.ofMillis(20)));

    assertThat(plan(limits, V2).writes())
        .contains(new Write(0, "cpu.max", "50000 100000"), new Write(0, "cpu.max.burst", "20000"));
    assertThat(plan(limits, CPU1).writes())
        .containsExactly(
            new Write(0, "cpu.cfs_quota_us", "50000"), new Write(0, "cpu.cfs_burst_us", "20000"));
  }

  @Test
  void swapAloneIsRefusedOnV1() {
    Limits limits = Limits.NONE.memory(MemoryLimits.NONE.swap(MemorySize.MiB(1)));

    UnsupportedHostException refused =
        catchThrowableOfType(UnsupportedHostException.class, () -> plan(limits, MEMORY1));
    assertThat(refused.missing())
        .extracting(Missing::feature)
        .containsExactly("cgroup.memory.swap");
  }

  @Test
  void swapThatIsOffNeedsNoGroupAndSwapThatIsLimitedDoes() {
    assertThat(CgroupPlanner.needed(Limits.NONE)).isEmpty();
    assertThat(
            CgroupPlanner.needed(Limits.NONE.memory(MemoryLimits.NONE.swap(MemorySize.bytes(1)))))
        .containsExactly(Controller.MEMORY);
    assertThat(
            CgroupPlanner.needed(
                Limits.NONE.memory(MemoryLimits.NONE.high(MemorySize.bytes(1)).swap(null))))
        .containsExactly(Controller.MEMORY);
  }

  @Test
  void refusalOfLimitThatResourceLimitsCannotReplaceNamesIt() {
    Limits limits =
        Limits.NONE
            .memory(MemoryLimits.NONE.max(MemorySize.MiB(1)).swap(MemorySize.bytes(1)))
            .time(TimeLimits.NONE.cpu(Duration.ofSeconds(1)))
            .fallback(Limits.Fallback.RLIMITS);
    CgroupBase none =
        new CgroupBase(
            List.of(),
            Map.of(Controller.MEMORY, new Missing("cgroup.memory", "no", "do something")),
            List.of());

    UnsupportedHostException refused =
        catchThrowableOfType(
            UnsupportedHostException.class,
            () -> CgroupPlanner.plan(limits, Map.of(), none, RoomName.numbered(1)));
    assertThat(refused.missing()).extracting(Missing::feature).containsExactly("cgroup.memory");
  }
}
