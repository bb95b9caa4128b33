package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limit on processes, under a fork bomb. */
@Timeout(60)
class PidsLimitIT {

  private static final String BOMB = "f(){ f|f & };f 2>/dev/null; while :; do sleep 1; f; done";

  @BeforeEach
  void needsTheController() {
    Features.require("cgroup.pids");
  }

  @Test
  @Scenario("D26")
  @Attack(value = "G1", move = "a fork bomb", walls = Wall.CGROUP)
  @Attack(value = "G10", move = "forks on while the kernel kills it", walls = Wall.SUPERVISOR)
  void forkBombStaysWithinItsLimit() throws Exception {
    Leftovers before = Leftovers.snapshot();
    SandboxProcess p =
        Rooms.minimal()
            .pids(10)
            .output(io.kotha.sandbox.MemorySize.MB(1))
            .start("/bin/bash", "-c", BOMB);
    try (p) {
      Path current = HostView.of(p.pid()).cgroupFile("pids", "pids.current").orElseThrow();
      Path events = current.resolveSibling("pids.events");
      assertThat(Files.readString(current.resolveSibling("pids.max")).strip()).isEqualTo("10");
      Poll.until("refused forks", () -> refused(events) > 0);
      for (int i = 0; i < 100; i++) {
        assertThat(Integer.parseInt(Files.readString(current).strip())).isLessThanOrEqualTo(10);
        Thread.sleep(2);
      }
      assertThat(HostCommand.run("true").exit()).as("the host can still fork").isZero();
      assertForksFreely(Rooms.minimal().pids(10));
    }
    long closed = System.nanoTime();
    p.onVerdict().get(10, TimeUnit.SECONDS);
    assertThat(Duration.ofNanos(System.nanoTime() - closed)).isLessThan(Duration.ofSeconds(1));
    assertThat(p.usage().pidsRefused().orElseThrow()).isPositive();
    p.usage().pidsPeak().ifPresent(peak -> assertThat(peak).isLessThanOrEqualTo(10));
    before.assertNone();
  }

  @Test
  @Scenario("D26")
  void refusedForksDetermineTheVerdictOfAFailedProgram() throws Exception {
    String script = "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 5 & done; exit 7";
    SandboxResult result =
        Rooms.minimal().pids(5).wallTime(Duration.ofSeconds(10)).run("/bin/bash", "-c", script);
    assertThat(result.verdict()).isInstanceOf(Verdict.ProcessesExceeded.class);
    Verdict.ProcessesExceeded exceeded = (Verdict.ProcessesExceeded) result.verdict();
    assertThat(exceeded.limit()).isEqualTo(5);
    assertThat(exceeded.evidence().counters().values()).anyMatch(n -> n > 0);
    assertThat(result.usage().pidsRefused().orElseThrow()).isPositive();
  }

  @Test
  @Scenario("D26")
  void forksWithinTheLimitAreNotRefused() throws Exception {
    assertForksFreely(Rooms.minimal().pids(10));
  }

  private static void assertForksFreely(Sandbox room) throws Exception {
    SandboxResult result = room.run("/bin/bash", "-c", "sleep 0 & sleep 0 & wait; echo done");
    assertThat(result.stdout()).isEqualTo("done\n");
    assertThat(result.verdict().isSuccess()).isTrue();
    assertThat(result.usage().pidsRefused().orElseThrow()).isZero();
  }

  @Test
  void toleratedRefusalIsEvidenceOnly() throws Exception {
    String script = "(for i in 1 2 3 4 5 6 7 8; do sleep 0.2 & done) 2>/dev/null; exit 0";
    SandboxResult result = Rooms.minimal().pids(4).run("/bin/bash", "-c", script);
    if (result.exitValue() == 0) {
      assertThat(result.verdict()).isInstanceOf(Verdict.Exited.class);
      assertThat(result.usage().pidsRefused().orElseThrow()).isPositive();
    }
  }

  @Test
  @Attack(value = "G1", move = "a thread bomb", walls = Wall.CGROUP)
  void threadsCountAsProcesses() throws Exception {
    SandboxResult result = Rooms.minimal().pids(4).run(Rooms.probe("spin"), "16", "1");
    assertThat(result.usage().pidsRefused().orElseThrow()).isPositive();
    result.usage().pidsPeak().ifPresent(peak -> assertThat(peak).isLessThanOrEqualTo(4));
  }

  private static long refused(Path events) throws Exception {
    String text = Files.readString(events).strip();
    return Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
  }
}
