package io.kotha.sandbox.linux.plan.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.ProcessLimits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Counter;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Group;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CgroupPlannerTest {

  private static final RoomName ROOM = RoomName.numbered(7);

  private static final Limits ALL =
      Limits.NONE
          .memory(MemoryLimits.NONE.max(MemorySize.bytes(10_000_000)))
          .pids(10)
          .cpu(CpuLimits.NONE.rate(0.5))
          .time(TimeLimits.NONE.cpu(Duration.ofSeconds(2)));

  private static final Path DISK = Path.of("/dev/vda");
  private static final Map<Path, String> DEVICES = Map.of(DISK, "254:0");

  private static final Branch CPUSET1 =
      branch("/s/jvm", GroupKind.V1, Set.of(Controller.CPUSET), Map.of("cpuset.cpus", Set.of()));

  private static final Branch IO1 = branch("/b/jvm", GroupKind.V1, Set.of(Controller.IO), Map.of());

  private static final Branch HUGE1 =
      branch(
          "/h/jvm",
          GroupKind.V1,
          Set.of(Controller.HUGETLB),
          Map.of(
              "hugetlb.2MB.limit_in_bytes", Set.of(),
              "hugetlb.2MB.usage_in_bytes", Set.of(),
              "hugetlb.1GB.limit_in_bytes", Set.of()));

  private static final Branch MEMORY1 =
      branch(
          "/m/jvm",
          GroupKind.V1,
          Set.of(Controller.MEMORY),
          Map.of(
              "memory.limit_in_bytes", Set.of(),
              "memory.memsw.limit_in_bytes", Set.of(),
              "memory.swappiness", Set.of(),
              "memory.max_usage_in_bytes", Set.of(),
              "memory.failcnt", Set.of(),
              "memory.kmem.tcp.limit_in_bytes", Set.of(),
              "memory.oom_control", Set.of("oom_kill_disable", "under_oom", "oom_kill")));

  private static final Branch PIDS1 =
      branch(
          "/p/jvm",
          GroupKind.V1,
          Set.of(Controller.PIDS),
          Map.of("pids.max", Set.of(), "pids.events", Set.of("max"), "pids.peak", Set.of()));

  private static final Branch CPU1 =
      branch(
          "/c/jvm",
          GroupKind.V1,
          Set.of(Controller.CPU, Controller.CPUACCT),
          Map.of(
              "cpu.stat", Set.of("nr_periods", "nr_throttled", "throttled_time"),
              "cpuacct.usage", Set.of(),
              "cpuacct.usage_user", Set.of(),
              "cpuacct.usage_sys", Set.of()));

  private static final Branch BARE_V2 =
      branch(
          "/u/jvm",
          GroupKind.V2,
          Set.of(Controller.CPUACCT),
          Map.of("cpu.stat", Set.of("usage_usec", "user_usec", "system_usec")));

  private static final Branch FULL_V2 =
      branch(
          "/v/jvm",
          GroupKind.V2,
          Set.of(Controller.values()),
          Map.of(
              "cpu.stat",
              Set.of("usage_usec", "user_usec", "system_usec", "nr_throttled", "throttled_usec"),
              "memory.max",
              Set.of(),
              "memory.swap.max",
              Set.of(),
              "memory.oom.group",
              Set.of(),
              "memory.peak",
              Set.of(),
              "memory.events",
              Set.of("low", "high", "max", "oom", "oom_kill"),
              "pids.events",
              Set.of("max")));

  private static Limits rate(double rate) {
    return Limits.NONE.cpu(CpuLimits.NONE.rate(rate));
  }

  private static Branch branch(
      String directory,
      GroupKind kind,
      Set<Controller> controllers,
      Map<String, Set<String>> files) {
    return new Branch(directory, kind, controllers, new GroupFiles(files));
  }

  private static CgroupBase base(Branch... branches) {
    Map<Controller, Missing> missing = new HashMap<>();
    for (Controller controller : Controller.values()) {
      if (List.of(branches).stream().noneMatch(b -> b.controllers().contains(controller))) {
        missing.put(controller, new Missing(controller.feature(), "no", "do something"));
      }
    }
    return new CgroupBase(List.of(branches), missing, List.of());
  }

  @Test
  void networkAddsALimitOfSocketsOnV1() throws Exception {
    CgroupBase v1 = base(PIDS1, MEMORY1, CPU1);
    CgroupPlan plan = CgroupPlanner.plan(ALL, DEVICES, v1, ROOM);
    CgroupPlan networked = CgroupPlanner.withNetwork(plan, ALL, v1, ROOM);
    List<Write> added = new ArrayList<>(networked.writes());
    added.removeAll(plan.writes());
    assertThat(added).containsExactly(new Write(1, "memory.kmem.tcp.limit_in_bytes", "10000000"));
    assertThat(networked.oomGroup()).isEqualTo(plan.oomGroup());

    CgroupPlan unlimited = CgroupPlanner.plan(Limits.NONE, DEVICES, v1, ROOM);
    assertThat(CgroupPlanner.withNetwork(unlimited, Limits.NONE, v1, ROOM)).isEqualTo(unlimited);
    CgroupBase v2 = base(FULL_V2);
    CgroupPlan other = CgroupPlanner.plan(ALL, DEVICES, v2, ROOM);
    assertThat(CgroupPlanner.withNetwork(other, ALL, v2, ROOM)).isEqualTo(other);
  }

  @Test
  void plansAllLimitsOnV1() throws Exception {
    CgroupPlan plan = CgroupPlanner.plan(ALL, DEVICES, base(MEMORY1, PIDS1, CPU1), ROOM);

    assertThat(plan.groups())
        .containsExactly(
            new Group("/m/jvm/room-7", GroupKind.V1),
            new Group("/p/jvm/room-7", GroupKind.V1),
            new Group("/c/jvm/room-7", GroupKind.V1));
    assertThat(plan.writes())
        .containsExactly(
            new Write(0, "memory.limit_in_bytes", "10000000"),
            new Write(0, "memory.memsw.limit_in_bytes", "10000000"),
            new Write(0, "memory.swappiness", "0"),
            new Write(1, "pids.max", "10"),
            new Write(2, "cpu.cfs_quota_us", "50000"));
    assertThat(plan.counters())
        .containsExactlyInAnyOrder(
            new Counter(CounterKind.CPU_NANOS, 2, "cpuacct.usage", "", 1),
            new Counter(CounterKind.CPU_USER_NANOS, 2, "cpuacct.usage_user", "", 1),
            new Counter(CounterKind.CPU_SYSTEM_NANOS, 2, "cpuacct.usage_sys", "", 1),
            new Counter(CounterKind.MEMORY_PEAK, 0, "memory.max_usage_in_bytes", "", 1),
            new Counter(CounterKind.OOM_KILLS, 0, "memory.oom_control", "oom_kill", 1),
            new Counter(CounterKind.MEMORY_LIMIT_HITS, 0, "memory.failcnt", "", 1),
            new Counter(CounterKind.PIDS_PEAK, 1, "pids.peak", "", 1),
            new Counter(CounterKind.PIDS_REFUSED, 1, "pids.events", "max", 1),
            new Counter(CounterKind.CPU_THROTTLED_PERIODS, 2, "cpu.stat", "nr_throttled", 1),
            new Counter(CounterKind.CPU_THROTTLED_NANOS, 2, "cpu.stat", "throttled_time", 1));
  }

  @Test
  void plansAllLimitsOnV2() throws Exception {
    CgroupPlan plan = CgroupPlanner.plan(ALL, DEVICES, base(FULL_V2), ROOM);

    assertThat(plan.groups()).containsExactly(new Group("/v/jvm/room-7", GroupKind.V2));
    assertThat(plan.writes())
        .containsExactly(
            new Write(0, "memory.max", "10000000"),
            new Write(0, "memory.oom.group", "1"),
            new Write(0, "memory.swap.max", "0"),
            new Write(0, "pids.max", "10"),
            new Write(0, "cpu.max", "50000 100000"));
    assertThat(plan.counters())
        .contains(
            new Counter(CounterKind.CPU_NANOS, 0, "cpu.stat", "usage_usec", 1000),
            new Counter(CounterKind.MEMORY_PEAK, 0, "memory.peak", "", 1),
            new Counter(CounterKind.OOM_KILLS, 0, "memory.events", "oom_kill", 1),
            new Counter(CounterKind.MEMORY_LIMIT_HITS, 0, "memory.events", "max", 1),
            new Counter(CounterKind.CPU_THROTTLED_NANOS, 0, "cpu.stat", "throttled_usec", 1000))
        .noneMatch(counter -> counter.kind() == CounterKind.PIDS_PEAK);
  }

  @Test
  void planWithoutLimitsHasGroupsAndCounters() throws Exception {
    CgroupPlan plan = CgroupPlanner.plan(Limits.NONE, DEVICES, base(MEMORY1, PIDS1, CPU1), ROOM);

    assertThat(plan.groups()).hasSize(3);
    assertThat(plan.writes()).containsExactly(new Write(0, "memory.swappiness", "0"));
    assertThat(plan.counters()).hasSize(10);
  }

  @Test
  void plansAllowedSwap() throws Exception {
    Limits limits = ALL.memory(ALL.memory().swap(null));

    assertThat(CgroupPlanner.plan(limits, DEVICES, base(MEMORY1, PIDS1, CPU1), ROOM).writes())
        .noneMatch(write -> write.file().contains("swap") || write.file().contains("memsw"));
    assertThat(CgroupPlanner.plan(limits, DEVICES, base(FULL_V2), ROOM).writes())
        .noneMatch(write -> write.file().contains("swap"));
  }

  @Test
  void hybridPlanCountsEachFigureOnceAndKillsByTheLastGroup() throws Exception {
    CgroupPlan plan = CgroupPlanner.plan(ALL, DEVICES, base(MEMORY1, PIDS1, CPU1, BARE_V2), ROOM);

    assertThat(plan.groups()).last().isEqualTo(new Group("/u/jvm/room-7", GroupKind.V2));
    assertThat(plan.counters()).extracting(Counter::kind).doesNotHaveDuplicates();
    assertThat(plan.counters())
        .contains(new Counter(CounterKind.CPU_NANOS, 3, "cpu.stat", "usage_usec", 1000))
        .contains(new Counter(CounterKind.CPU_THROTTLED_PERIODS, 2, "cpu.stat", "nr_throttled", 1));
  }

  @Test
  void plannedRateNeverExceedsTheRequest() throws Exception {
    assertThat(CgroupPlanner.plan(rate(0.123456789), DEVICES, base(FULL_V2), ROOM).writes())
        .contains(new Write(0, "cpu.max", "12345 100000"));
    assertThat(CgroupPlanner.plan(rate(0.01), DEVICES, base(FULL_V2), ROOM).writes())
        .contains(new Write(0, "cpu.max", "1000 100000"));
  }

  @Test
  void namedRoomsAreSiblingsOfTheJvmsGroup() throws Exception {
    assertThat(CgroupPlanner.plan(ALL, DEVICES, base(FULL_V2), RoomName.named("x")).groups())
        .containsExactly(new Group("/v/name-x", GroupKind.V2));
  }

  @Test
  void errorNamesEveryLimitWithoutAGroup() {
    UnsupportedHostException refused =
        catchThrowableOfType(
            UnsupportedHostException.class,
            () -> CgroupPlanner.plan(ALL, DEVICES, base(PIDS1), ROOM));

    assertThat(refused.missing())
        .extracting(Missing::feature)
        .containsExactly("cgroup.memory", "cgroup.cpu", "cgroup.cpuacct");
  }

  @Test
  void planWithoutLimitsNeedsNoGroup() throws Exception {
    assertThat(CgroupPlanner.plan(Limits.NONE, DEVICES, base(), ROOM)).isEqualTo(CgroupPlan.NONE);
    assertThat(
            CgroupPlanner.plan(
                Limits.NONE
                    .time(TimeLimits.NONE.wall(Duration.ofSeconds(1)))
                    .process(ProcessLimits.NONE.openFiles(9)),
                DEVICES,
                base(),
                ROOM))
        .isEqualTo(CgroupPlan.NONE);
  }

  @Test
  void rlimitsReplaceGroupsWhereAccepted() throws Exception {
    Limits accepting =
        Limits.NONE
            .memory(MemoryLimits.NONE.max(MemorySize.bytes(10_000_000)))
            .pids(3)
            .fallback(Limits.Fallback.RLIMITS);

    assertThat(CgroupPlanner.plan(accepting, DEVICES, base(PIDS1), ROOM))
        .isEqualTo(CgroupPlan.NONE);
    assertThat(CgroupPlanner.plan(accepting, DEVICES, base(MEMORY1, PIDS1), ROOM).groups())
        .hasSize(2);
  }

  @Test
  void cpuRateHasNoReplacement() {
    Limits accepting = ALL.fallback(Limits.Fallback.RLIMITS);

    assertThat(
            catchThrowableOfType(
                UnsupportedHostException.class,
                () -> CgroupPlanner.plan(accepting, DEVICES, base(MEMORY1, PIDS1), ROOM)))
        .isNotNull();
  }

  @Test
  void optionalControllerGroupIsPlannedOnlyWhenNeeded() throws Exception {
    CgroupBase base = base(MEMORY1, CPUSET1, IO1);
    assertThat(CgroupPlanner.plan(Limits.NONE, DEVICES, base, ROOM).groups())
        .containsExactly(new Group("/m/jvm/room-7", GroupKind.V1));

    Limits pinned =
        Limits.NONE.cpu(CpuLimits.NONE.cpus(CpuSet.parse("3,0-1")).memoryNodes(CpuList.of(0)));
    CgroupPlan plan = CgroupPlanner.plan(pinned, DEVICES, base, ROOM);
    assertThat(plan.groups()).contains(new Group("/s/jvm/room-7", GroupKind.V1)).hasSize(2);
    assertThat(plan.writes())
        .contains(new Write(1, "cpuset.cpus", "0-1,3"), new Write(1, "cpuset.mems", "0"));
  }

  @Test
  void plansDeviceRates() throws Exception {
    Limits reading =
        Limits.NONE.io(List.of(IoLimit.on(DISK).readBytes(MemorySize.MiB(1)).readOperations(7)));
    assertThat(CgroupPlanner.plan(reading, DEVICES, base(IO1), ROOM).writes())
        .containsExactly(
            new Write(0, "blkio.throttle.read_bps_device", "254:0 1048576"),
            new Write(0, "blkio.throttle.read_iops_device", "254:0 7"));

    Limits writing = Limits.NONE.io(List.of(IoLimit.on(DISK).writeBytes(MemorySize.KiB(1))));
    assertThat(CgroupPlanner.plan(writing, DEVICES, base(FULL_V2), ROOM).writes())
        .contains(new Write(0, "io.max", "254:0 wbps=1024"));
    assertThat(missing(writing, IO1)).containsExactly("cgroup.io.write");
  }

  @Test
  void plansHugePagesOfEverySize() throws Exception {
    Limits none = Limits.NONE.memory(MemoryLimits.NONE.hugePages(MemorySize.bytes(0)));
    assertThat(CgroupPlanner.plan(none, DEVICES, base(HUGE1), ROOM).writes())
        .containsExactly(
            new Write(0, "hugetlb.1GB.limit_in_bytes", "0"),
            new Write(0, "hugetlb.2MB.limit_in_bytes", "0"));
    assertThat(missing(none, MEMORY1)).containsExactly("cgroup.hugetlb");
  }

  @Test
  void plansWeightHighAndSwap() throws Exception {
    Limits limits =
        Limits.NONE
            .cpu(CpuLimits.NONE.weight(50))
            .memory(
                MemoryLimits.NONE
                    .max(MemorySize.bytes(8192))
                    .high(MemorySize.bytes(4096))
                    .swap(MemorySize.bytes(1000)));
    assertThat(CgroupPlanner.plan(limits, DEVICES, base(FULL_V2), ROOM).writes())
        .contains(
            new Write(0, "cpu.weight", "50"),
            new Write(0, "memory.high", "4096"),
            new Write(0, "memory.swap.max", "1000"));
    assertThat(missing(limits, MEMORY1, CPU1)).containsExactly("cgroup.memory.high");

    Limits without = limits.memory(limits.memory().high(null));
    assertThat(CgroupPlanner.plan(without, DEVICES, base(MEMORY1, CPU1), ROOM).writes())
        .contains(
            new Write(0, "memory.memsw.limit_in_bytes", "9192"), new Write(1, "cpu.shares", "512"));
  }

  @Test
  void kernelWithoutBurstIsAnError() {
    Limits limits = Limits.NONE.cpu(CpuLimits.NONE.rate(0.5).burst(Duration.ofMillis(20)));
    assertThat(missing(limits, CPU1)).containsExactly("cgroup.cpu.burst");
  }

  @Test
  void errorNamesLimitsThatRlimitsCannotReplace() {
    for (Limits limits :
        List.of(
            Limits.NONE.cpu(CpuLimits.NONE.cpus(CpuSet.of(0))),
            Limits.NONE.time(TimeLimits.NONE.idle(Duration.ofSeconds(1))),
            Limits.NONE.memory(MemoryLimits.NONE.high(MemorySize.MiB(1))))) {
      assertThat(missing(limits.fallback(Limits.Fallback.RLIMITS))).isNotEmpty();
    }
  }

  private static List<String> missing(Limits limits, Branch... branches) {
    UnsupportedHostException refused =
        catchThrowableOfType(
            UnsupportedHostException.class,
            () -> CgroupPlanner.plan(limits, DEVICES, base(branches), ROOM));
    return refused.missing().stream().map(Missing::feature).toList();
  }
}
