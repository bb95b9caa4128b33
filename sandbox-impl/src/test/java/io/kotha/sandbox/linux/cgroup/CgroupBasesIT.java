package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupBase;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlanner;
import io.kotha.sandbox.linux.plan.cgroup.Controller;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.linux.plan.cgroup.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests with the real cgroups of this host. */
class CgroupBasesIT {

  private ProbeGroup probe;
  private CgroupBases bases;

  @BeforeEach
  void setUp() throws IOException {
    probe = ProbeGroup.make("bases");
    bases = CgroupBases.ofHost();
  }

  @AfterEach
  void tearDown() throws IOException {
    if (bases != null) {
      bases.close();
    }
    if (probe != null) {
      probe.close();
    }
  }

  @Test
  void baseHasEveryControllerOfItsParent() throws IOException {
    CgroupBase base = bases.of(probe.path());

    Set<Controller> given =
        base.branches().stream()
            .flatMap(branch -> branch.controllers().stream())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Controller.class)));
    Set<Controller> offered = probe.offered();
    assertThat(given).isEqualTo(offered);
    assertThat(base.missing()).containsOnlyKeys(EnumSet.complementOf(EnumSet.copyOf(offered)));
    assertThat(base.unified().isPresent()).isEqualTo(probe.layout().unified().isPresent());
  }

  @Test
  void baseIsMadeOnceAndRemovedAtTheEnd() throws Exception {
    CgroupBase base = bases.of(probe.path());

    assertThat(bases.of(probe.path())).isSameAs(base);
    assertThat(base.branches()).allMatch(branch -> Files.exists(Path.of(branch.directory())));

    bases.close();
    assertThat(base.branches()).noneMatch(branch -> Files.exists(Path.of(branch.directory())));
    assertThat(probe.directories()).allMatch(Files::exists);
  }

  @Test
  void twoBasesOfOneJvmAreSeparate() throws Exception {
    try (CgroupBases other = CgroupBases.ofHost()) {
      assertThat(bases.of(probe.path()).directories())
          .doesNotContainAnyElementsOf(other.of(probe.path()).directories());
    }
  }

  /** The zygote removes the groups of an engine before the engine itself does so. */
  @Test
  void groupsThatAnotherEngineMadeUnderTheSameNameStay() throws Exception {
    CgroupBase base = bases.of(probe.path());
    for (String directory : base.directories()) {
      Files.delete(Path.of(directory));
    }
    try (CgroupBases other = CgroupBases.ofHost()) {
      CgroupBase successor = other.of(probe.path());
      assertThat(successor.directories()).isEqualTo(base.directories());
      bases.close();
      assertThat(successor.branches())
          .allMatch(branch -> Files.exists(Path.of(branch.directory())));
    }
  }

  @Test
  void kernelAcceptsEveryValueAndHasEveryCounter() throws IOException {
    Limits limits =
        Limits.NONE
            .memory(MemoryLimits.NONE.max(MemorySize.bytes(10_000_000)))
            .pids(10)
            .cpu(
                CpuLimits.NONE
                    .rate(0.5)
                    .burst(Duration.ofMillis(10))
                    .weight(200)
                    .cpus(CpuSet.of(0))
                    .memoryNodes(CpuList.of(0)))
            .time(TimeLimits.NONE.cpu(Duration.ofSeconds(2)));
    CgroupBase base = bases.of(probe.path());
    bases.enable(CgroupPlanner.needed(limits), base);
    CgroupPlan plan = CgroupPlanner.plan(limits, Map.of(), base, RoomName.numbered(1));

    for (CgroupPlan.Group group : plan.groups()) {
      Files.createDirectory(Path.of(group.path()));
    }
    for (CgroupPlan.Write write : plan.writes()) {
      Path file = Path.of(plan.groups().get(write.group()).path(), write.file());
      CgroupFile.write(file, write.value());
      assertThat(Files.readString(file).trim())
          .isEqualTo(write.value().equals("10000000") ? "9998336" : write.value());
    }
    for (CgroupPlan.Counter counter : plan.counters()) {
      String text =
          Files.readString(Path.of(plan.groups().get(counter.group()).path(), counter.file()));
      assertThat(text).containsPattern("(?m)(^|[ =])" + counter.key() + "[ =]?\\d+$");
    }
    assertThat(plan.counters())
        .extracting(CgroupPlan.Counter::kind)
        .doesNotHaveDuplicates()
        .contains(
            CounterKind.CPU_NANOS,
            CounterKind.CPU_USER_NANOS,
            CounterKind.CPU_SYSTEM_NANOS,
            CounterKind.OOM_KILLS,
            CounterKind.MEMORY_LIMIT_HITS,
            CounterKind.PIDS_REFUSED,
            CounterKind.CPU_THROTTLED_PERIODS,
            CounterKind.CPU_THROTTLED_NANOS);
    for (CgroupPlan.Group group : plan.groups()) {
      Files.delete(Path.of(group.path()));
    }
  }

  @Test
  void nameOfALiveRoomOfAnotherJvmIsRefused() throws Exception {
    CgroupBase base = bases.of(probe.path());
    CgroupPlan plan = CgroupPlanner.plan(Limits.NONE, Map.of(), base, RoomName.named("x"));
    Path group = Path.of(plan.groups().get(0).path());
    Files.createDirectory(group);
    Process member = new ProcessBuilder("sleep", "60").start();
    CgroupFile.write(group.resolve("cgroup.procs"), Long.toString(member.pid()));

    assertThatThrownBy(() -> bases.claim("x", probe.path()))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("\"x\"");

    member.destroyForcibly().waitFor();
    bases.claim("x", probe.path()).close();
    assertThat(group).doesNotExist();
  }

  @Test
  void missingParentIsAnError() throws Exception {
    CgroupBase base = bases.of("/kotha-probe-no-such-group");

    assertThat(base.branches()).isEmpty();
    assertThat(base.missing()).containsOnlyKeys(Controller.values());
    assertThat(base.missing().get(Controller.MEMORY).reason())
        .endsWith("kotha-probe-no-such-group: No such file or directory");
  }
}
