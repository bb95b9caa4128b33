package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CPU rate, CPU time and wall time limits. */
@Timeout(60)
class CpuLimitIT {

  @Test
  @Scenario("D29")
  void rateOfOneFifthIsEnforced() throws Exception {
    Features.require("cgroup.cpu");
    SandboxResult result = Rooms.minimal().cpus(0.2).run(Rooms.probe("spin"), "2", "3");
    Duration cpu = result.usage().cpu().orElseThrow();
    Duration wall = result.usage().wall();
    assertThat(cpu.toMillis()).isLessThanOrEqualTo(wall.toMillis() / 4 + 50);
    assertThat(cpu.toMillis()).as("CPU time of the program").isGreaterThan(100);
    assertThat(result.verdict().evidence().counters())
        .hasEntrySatisfying("cpu.stat:nr_throttled", n -> assertThat(n).isPositive());
  }

  @Test
  void cpuTimeLimitCountsAllProcesses() throws Exception {
    Features.require("cgroup.cpu");
    Duration limit = Duration.ofMillis(500);
    SandboxResult result = Rooms.minimal().cpuTime(limit).run(Rooms.probe("spin"), "2", "15");
    assertThat(result.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
    Verdict.TimeExceeded exceeded = (Verdict.TimeExceeded) result.verdict();
    assertThat(exceeded.clock()).isEqualTo(Verdict.Clock.CPU);
    assertThat(exceeded.limit()).isEqualTo(limit);
    assertThat(exceeded.used()).isBetween(limit, Duration.ofSeconds(3));
    assertThat(result.exitValue()).isEqualTo(137);
  }

  @Test
  void cpuTimeLimitCountsUnreapedChildren() throws Exception {
    Features.require("cgroup.cpu");
    String spin = Rooms.probe("spin");
    String script = "(" + spin + " 1 15 &) ; (" + spin + " 1 15 &) ; sleep 15";
    SandboxResult result = Rooms.sh(Rooms.minimal().cpuTime(Duration.ofMillis(500)), script);
    assertThat(result.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
    assertThat(((Verdict.TimeExceeded) result.verdict()).clock()).isEqualTo(Verdict.Clock.CPU);
  }

  @Test
  void sleepCountsAsWallTimeOnly() throws Exception {
    // The time is long, so that starting a program on a slow machine is a small part of it.
    Duration limit = Duration.ofSeconds(2);
    Sandbox sandbox = Rooms.minimal().wallTime(limit);
    SandboxResult result = sandbox.run("/bin/sleep", "30");
    assertThat(result.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
    Verdict.TimeExceeded exceeded = (Verdict.TimeExceeded) result.verdict();
    assertThat(exceeded.clock()).isEqualTo(Verdict.Clock.WALL);
    assertThat(exceeded.used()).isBetween(limit, limit.plusSeconds(4));
    result.usage().cpu().ifPresent(cpu -> assertThat(cpu).isLessThan(limit.dividedBy(2)));
  }

  @Test
  @Trap("wall-clock timeout kills a program that ignores TERM")
  void programThatIgnoresSignalsIsKilledAtItsTimeLimit() throws Exception {
    String script =
        "trap '' TERM INT HUP XCPU ALRM QUIT; setsid sleep 60 & while :; do sleep 1; done";
    SandboxResult result = Rooms.sh(Rooms.minimal().wallTime(Duration.ofSeconds(1)), script);
    assertThat(result.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
    assertThat(result.usage().wall()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  @Test
  void stoppedProgramIsKilledAtItsTimeLimit() throws Exception {
    SandboxResult result =
        Rooms.sh(Rooms.minimal().wallTime(Duration.ofSeconds(1)), "kill -STOP $$; sleep 60");
    assertThat(result.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
  }

  @Test
  void programThatEndsInTimeIsLeftAlone() throws Exception {
    SandboxResult result = Rooms.sh(Rooms.minimal().wallTime(Duration.ofSeconds(15)), "exit 5");
    assertThat(result.verdict()).isInstanceOf(Verdict.Exited.class);
    assertThat(result.exitValue()).isEqualTo(5);
    assertThat(result.usage().wall()).isPositive();
  }
}
