package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.TimeLimits.Grace.Warning;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The grace between a time limit and the kill, and the limit on idle time. */
@Timeout(60)
class GraceIT {

  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(15);

  @Test
  void wallTimeWarningLetsThePayloadSaveItsState() throws Exception {
    SandboxResult result =
        Rooms.sh(
            Rooms.minimal().wallTime(LIMIT).grace(LONG, Warning.SIGNAL),
            "trap 'echo saved; exit 7' TERM; while :; do sleep 0.05; done");
    assertThat(exceeded(result)).isEqualTo(Verdict.Clock.WALL);
    assertThat(result.stdout()).isEqualTo("saved\n");
    assertThat(result.usage().wall()).isBetween(LIMIT, LONG);
  }

  @Test
  void cpuTimeWarningReachesThePayload() throws Exception {
    Features.require("cgroup.cpuacct");
    SandboxResult result =
        Rooms.sh(
            Rooms.minimal().cpuTime(LIMIT).grace(LONG, Warning.SIGNAL),
            "trap 'echo saved; exit 7' XCPU; while :; do :; done");
    assertThat(exceeded(result)).isEqualTo(Verdict.Clock.CPU);
    assertThat(result.stdout()).isEqualTo("saved\n");
  }

  @Test
  void silentGraceMeasuresTheTimeReallyNeeded() throws Exception {
    SandboxResult result =
        Rooms.sh(
            Rooms.minimal().wallTime(LIMIT).grace(LONG, Warning.SILENT), "sleep 0.6; echo done");
    assertThat(exceeded(result)).isEqualTo(Verdict.Clock.WALL);
    assertThat(result.stdout()).isEqualTo("done\n");
    assertThat(((Verdict.TimeExceeded) result.verdict()).used())
        .isBetween(Duration.ofMillis(600), LONG);
  }

  @Test
  void payloadIsKilledAfterItsGrace() throws Exception {
    SandboxResult result =
        Rooms.sh(
            Rooms.minimal().wallTime(LIMIT).grace(LIMIT, Warning.SIGNAL),
            "trap '' TERM; while :; do sleep 1; done");
    assertThat(exceeded(result)).isEqualTo(Verdict.Clock.WALL);
    assertThat(result.usage().wall()).isBetween(LIMIT.multipliedBy(2), Duration.ofSeconds(8));
  }

  @Test
  void sleepingProgramHitsIdleLimit() throws Exception {
    Features.require("cgroup.cpuacct");
    SandboxResult result = Rooms.minimal().idleTime(LIMIT).run("/bin/sleep", "15");
    assertThat(exceeded(result)).isEqualTo(Verdict.Clock.IDLE);
    assertThat(result.usage().wall()).isBetween(LIMIT, Duration.ofSeconds(8));
  }

  @Test
  void intermittentWorkAvoidsIdleLimit() throws Exception {
    Features.require("cgroup.cpuacct");
    SandboxResult result =
        Rooms.sh(
            Rooms.minimal().idleTime(Duration.ofSeconds(2)),
            "i=0; while [ $i -lt 8 ]; do "
                + Rooms.probe("spin")
                + " 1 0.1; sleep 0.4; i=$((i + 1)); done");
    assertThat(result.verdict()).isInstanceOf(Verdict.Exited.class);
    assertThat(result.usage().wall()).isGreaterThan(Duration.ofSeconds(3));
  }

  @Test
  void idleTimeCountsFromTheLastWork() throws Exception {
    Features.require("cgroup.cpuacct");
    SandboxResult result =
        Rooms.sh(Rooms.minimal().idleTime(LIMIT), Rooms.probe("spin") + " 1 0.8; sleep 15");
    assertThat(exceeded(result)).isEqualTo(Verdict.Clock.IDLE);
    assertThat(result.usage().wall()).isBetween(Duration.ofMillis(1_100), Duration.ofSeconds(9));
  }

  private static Verdict.Clock exceeded(SandboxResult result) {
    assertThat(result.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
    return ((Verdict.TimeExceeded) result.verdict()).clock();
  }
}
