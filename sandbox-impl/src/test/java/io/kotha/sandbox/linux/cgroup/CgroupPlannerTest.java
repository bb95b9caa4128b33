package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.Limits;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.plan.CgroupPlan;
import io.kotha.sandbox.linux.plan.CgroupPlan.Counter;
import io.kotha.sandbox.linux.plan.CgroupPlan.Group;
import io.kotha.sandbox.linux.plan.CgroupPlan.GroupKind;
import io.kotha.sandbox.linux.plan.CgroupPlan.Write;
import io.kotha.sandbox.linux.plan.CounterKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CgroupPlannerTest {

  private static final RoomName ROOM = RoomName.numbered(7);

  private static final Limits ALL =
      Limits.NONE
          .withMemory(MemorySize.bytes(10_000_000))
          .withPids(10)
          .withCpus(0.5)
          .withCpuTime(Duration.ofSeconds(2));

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
  void allLimitsOnV1() throws Exception {
    CgroupPlan plan = CgroupPlanner.plan(ALL, base(MEMORY1, PIDS1, CPU1), ROOM);

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
            new Write(2, "cpu.cfs_period_us", "100000"),
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
  void allLimitsOnV2() throws Exception {
    CgroupPlan plan = CgroupPlanner.plan(ALL, base(FULL_V2), ROOM);

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
  void noLimitStillHasGroupsAndCounters() throws Exception {
    CgroupPlan plan = CgroupPlanner.plan(Limits.NONE, base(MEMORY1, PIDS1, CPU1), ROOM);

    assertThat(plan.groups()).hasSize(3);
    assertThat(plan.writes()).containsExactly(new Write(0, "memory.swappiness", "0"));
    assertThat(plan.counters()).hasSize(10);
  }

  @Test
  void swapAllowed() throws Exception {
    Limits limits = ALL.withSwap(Limits.Swap.ALLOWED);

    assertThat(CgroupPlanner.plan(limits, base(MEMORY1, PIDS1, CPU1), ROOM).writes())
        .noneMatch(write -> write.file().contains("swap") || write.file().contains("memsw"));
    assertThat(CgroupPlanner.plan(limits, base(FULL_V2), ROOM).writes())
        .noneMatch(write -> write.file().contains("swap"));
  }

  @Test
  void hybridCountsEachFigureOnceAndKillsByTheLastGroup() throws Exception {
    CgroupPlan plan = CgroupPlanner.plan(ALL, base(MEMORY1, PIDS1, CPU1, BARE_V2), ROOM);

    assertThat(plan.groups()).last().isEqualTo(new Group("/u/jvm/room-7", GroupKind.V2));
    assertThat(plan.counters()).extracting(Counter::kind).doesNotHaveDuplicates();
    assertThat(plan.counters())
        .contains(new Counter(CounterKind.CPU_NANOS, 3, "cpu.stat", "usage_usec", 1000))
        .contains(new Counter(CounterKind.CPU_THROTTLED_PERIODS, 2, "cpu.stat", "nr_throttled", 1));
  }

  @Test
  void aRateIsNeverMoreThanAskedFor() throws Exception {
    assertThat(CgroupPlanner.plan(Limits.NONE.withCpus(0.123456789), base(FULL_V2), ROOM).writes())
        .contains(new Write(0, "cpu.max", "12345 100000"));
    assertThat(CgroupPlanner.plan(Limits.NONE.withCpus(0.01), base(FULL_V2), ROOM).writes())
        .contains(new Write(0, "cpu.max", "1000 100000"));
  }

  @Test
  void namedRoomsStandBesideTheJvms() throws Exception {
    assertThat(CgroupPlanner.plan(ALL, base(FULL_V2), RoomName.named("x")).groups())
        .containsExactly(new Group("/v/name-x", GroupKind.V2));
  }

  @Test
  void everyLimitWithoutAGroupIsNamed() {
    UnsupportedHostException refused =
        catchThrowableOfType(
            UnsupportedHostException.class, () -> CgroupPlanner.plan(ALL, base(PIDS1), ROOM));

    assertThat(refused.missing())
        .extracting(Missing::feature)
        .containsExactly("cgroup.memory", "cgroup.cpu", "cgroup.cpuacct");
  }

  @Test
  void noGroupAndNoNeedOfOne() throws Exception {
    assertThat(CgroupPlanner.plan(Limits.NONE, base(), ROOM)).isEqualTo(CgroupPlan.NONE);
    assertThat(
            CgroupPlanner.plan(
                Limits.NONE.withWallTime(Duration.ofSeconds(1)).withOpenFiles(9), base(), ROOM))
        .isEqualTo(CgroupPlan.NONE);
  }

  @Test
  void resourceLimitsInsteadWhereAccepted() throws Exception {
    Limits accepting =
        Limits.NONE
            .withMemory(MemorySize.bytes(10_000_000))
            .withPids(3)
            .withFallback(Limits.Fallback.RLIMITS);

    assertThat(CgroupPlanner.plan(accepting, base(PIDS1), ROOM)).isEqualTo(CgroupPlan.NONE);
    assertThat(CgroupPlanner.plan(accepting, base(MEMORY1, PIDS1), ROOM).groups()).hasSize(2);
  }

  @Test
  void nothingStandsForAProcessorRate() {
    Limits accepting = ALL.withFallback(Limits.Fallback.RLIMITS);

    assertThat(
            catchThrowableOfType(
                UnsupportedHostException.class,
                () -> CgroupPlanner.plan(accepting, base(MEMORY1, PIDS1), ROOM)))
        .isNotNull();
  }
}
