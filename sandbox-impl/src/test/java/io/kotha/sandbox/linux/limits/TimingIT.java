package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.stats.Disturbance;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Disturbances in the usage of a run whose times are unreliable. */
@Timeout(60)
class TimingIT {

  @Test
  void throttledRunReportsThrottling() throws Exception {
    Features.require("cgroup.cpu");
    SandboxResult result = Rooms.minimal().cpus(0.2).run(Rooms.probe("spin"), "1", "2");
    assertThat(result.usage().disturbances())
        .hasAtLeastOneElementOfType(Disturbance.Throttled.class);
    // The control: a run without a rate has no throttling, whatever other disturbance it has.
    SandboxResult free = Rooms.minimal().run(Rooms.probe("spin"), "1", "1");
    assertThat(free.usage().disturbances())
        .doesNotHaveAnyElementsOfTypes(Disturbance.Throttled.class);
  }

  @Test
  void roomsOnOneCpuReportCpuPressure() throws Exception {
    Features.require("cgroup.cpuset");
    Features.require("cgroup.v2");
    Features.require("pressure");
    Sandbox pinned = Rooms.minimal().cpuset(CpuSet.of(0));
    String spin = Rooms.probe("spin");
    try (SandboxProcess other = pinned.start(spin, "1", "20")) {
      SandboxResult result = pinned.run(spin, "1", "2");
      Disturbance.CpuPressure pressure =
          result.usage().disturbances().stream()
              .filter(Disturbance.CpuPressure.class::isInstance)
              .map(Disturbance.CpuPressure.class::cast)
              .findFirst()
              .orElseThrow(() -> new AssertionError("none in " + result.usage()));
      assertThat(pressure.time()).isGreaterThan(pressure.wall().dividedBy(20));
      assertThat(pressure.time()).isLessThanOrEqualTo(pressure.wall().plus(Duration.ofSeconds(1)));
      assertThat(other.isAlive()).isTrue();
    }
  }
}
