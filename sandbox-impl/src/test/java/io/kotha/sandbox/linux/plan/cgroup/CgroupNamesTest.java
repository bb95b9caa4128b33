package io.kotha.sandbox.linux.plan.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Counter;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Form;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names and units of controllers, counters and branches. */
class CgroupNamesTest {

  private static Branch branch(GroupKind kind, Controller... controllers) {
    return new Branch("/g/jvm", kind, Set.of(controllers), new GroupFiles(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "MEMORY, memory, memory",
    "PIDS, pids, pids",
    "CPU, cpu, cpu",
    "CPUACCT, cpuacct, cpuacct",
    "CPUSET, cpuset, cpuset",
    "IO, blkio, io",
    "HUGETLB, hugetlb, hugetlb",
  })
  void controllerHasNameOfEachVersion(Controller controller, String v1, String v2) {
    assertThat(controller.kernelName(GroupKind.V1)).isEqualTo(v1);
    assertThat(controller.kernelName(GroupKind.V2)).isEqualTo(v2);
    assertThat(Controller.of(GroupKind.V1, v1)).contains(controller);
    assertThat(Controller.of(GroupKind.V2, v2)).contains(controller);
    assertThat(controller.feature()).isEqualTo("cgroup." + v2);
  }

  @Test
  void controllerOfTheOtherVersionIsUnknown() {
    assertThat(Controller.of(GroupKind.V2, "blkio")).isEmpty();
    assertThat(Controller.of(GroupKind.V1, "io")).isEmpty();
    assertThat(Controller.of(GroupKind.V1, "rdma")).isEmpty();
  }

  @Test
  void counterIsScaledToTheUnitOfItsKind() {
    Counter micros = new Counter(CounterKind.CPU_NANOS, 0, "cpu.stat", "usage_usec", 1000);

    assertThat(micros.inUnit(OptionalLong.of(7))).hasValue(7000);
    assertThat(micros.inUnit(OptionalLong.empty())).isEmpty();
    assertThat(micros.form()).isEqualTo(Form.FIRST);
  }

  @Test
  void evidenceIsNamedByFileAndKey() {
    assertThat(new Counter(CounterKind.CPU_NANOS, 0, "cpu.stat", "usage_usec", 1000).evidenceName())
        .isEqualTo("cpu.stat:usage_usec");
    assertThat(new Counter(CounterKind.MEMORY_PEAK, 0, "memory.peak", "", 1).evidenceName())
        .isEqualTo("memory.peak");
  }

  @Test
  void baseFindsTheBranchOfControllerAndTheUnifiedOne() {
    Branch memory = branch(GroupKind.V1, Controller.MEMORY);
    Branch pids = branch(GroupKind.V1, Controller.PIDS);
    Branch unified = branch(GroupKind.V2, Controller.CPUACCT);
    CgroupBase hybrid = new CgroupBase(List.of(memory, pids, unified), Map.of(), List.of());

    assertThat(hybrid.branch(Controller.PIDS)).containsSame(pids);
    assertThat(hybrid.branch(Controller.CPUACCT)).containsSame(unified);
    assertThat(hybrid.branch(Controller.IO)).isEmpty();
    assertThat(hybrid.unified()).containsSame(unified);
    assertThat(new CgroupBase(List.of(memory), Map.of(), List.of()).unified()).isEmpty();
  }
}
