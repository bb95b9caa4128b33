package io.kotha.sandbox.linux.limits;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory limit of a whole room, and its verdict. */
@Timeout(60)
class MemoryLimitIT {

  @BeforeEach
  void needsTheController() {
    Features.require("cgroup.memory");
  }

  @Test
  @Scenario("D25")
  @Trap("SIGKILL/OOM reported as signal 9")
  @Attack(value = "G2", move = "allocates ten times its limit", walls = Wall.CGROUP)
  void memoryLimitHasItsOwnVerdictAndKillsNoOtherRoom() throws Exception {
    MemorySize limit = MB(10);
    try (SandboxProcess neighbour = working(Rooms.minimal().memory(limit))) {
      SandboxResult result = Rooms.minimal().memory(limit).run(Rooms.probe("alloc"), "100");
      assertThat(result.verdict()).isInstanceOf(Verdict.MemoryExceeded.class);
      Verdict.MemoryExceeded exceeded = (Verdict.MemoryExceeded) result.verdict();
      assertThat(exceeded.limit()).isEqualTo(limit);
      assertThat(exceeded.evidence().counters())
          .hasEntrySatisfying(oomKills(exceeded), n -> assertThat(n).isPositive());
      assertThat(result.exitValue()).isEqualTo(137);
      assertThat(result.usage().oomKills().orElseThrow()).isPositive();
      assertThat(result.usage().peakMemoryBytes().orElseThrow()).isBetween(5_000_000L, 10_000_000L);

      assertThat(neighbour.isAlive()).isTrue();
      neighbour.getOutputStream().close();
      assertThat(neighbour.inputReader().readLine()).isEqualTo("done");
      assertThat(neighbour.waitFor()).isZero();
      assertThat(neighbour.usage().oomKills().orElseThrow()).isZero();
      assertThat(neighbour.usage().peakMemoryBytes().orElseThrow()).isLessThan(9_998_336L);
    }
  }

  /**
   * Starts a room below the limit of the other room, which allocates memory when its input ends.
   */
  private static SandboxProcess working(Sandbox room) throws Exception {
    return room.start("/bin/sh", "-c", "read line; exec " + Rooms.probe("alloc") + " 5");
  }

  /** Returns the name of the counter on the host's version of cgroups. */
  private static String oomKills(Verdict verdict) {
    return verdict.evidence().counters().containsKey("memory.events:oom_kill")
        ? "memory.events:oom_kill"
        : "memory.oom_control:oom_kill";
  }

  @Test
  @Scenario("D25")
  void programWithinItsLimitRunsToItsEnd() throws Exception {
    SandboxResult result = Rooms.minimal().memory(MB(10)).run(Rooms.probe("alloc"), "5");
    assertThat(result.stdout()).isEqualTo("done\n");
    assertThat(result.verdict()).isInstanceOf(Verdict.Exited.class);
    assertThat(result.usage().oomKills().orElseThrow()).isZero();
    assertThat(result.usage().peakMemoryBytes().orElseThrow()).isBetween(5_000_000L, 10_000_000L);
  }

  @Test
  @Scenario("D25")
  void kernelHoldsTheLimitInPages() throws Exception {
    try (SandboxProcess p = Rooms.minimal().memory(MB(10)).start("/bin/sleep", "100")) {
      Path file =
          HostView.of(p.pid())
              .cgroupFile("memory", "memory.limit_in_bytes", "memory.max")
              .orElseThrow();
      assertThat(Files.readString(file).strip()).isEqualTo("9998336");
    }
  }

  @Test
  @Attack(
      value = "G2",
      move = "three processes together exceed the limit, each alone does not",
      walls = Wall.CGROUP)
  void limitCountsAllProcessesTogether() throws Exception {
    String alloc = Rooms.probe("alloc");
    String script = alloc + " 12 5 & " + alloc + " 12 5 & " + alloc + " 12 5 & wait; exit 4";
    SandboxResult result = Rooms.sh(Rooms.minimal().memory(MB(30)), script);
    assertThat(result.verdict()).isInstanceOf(Verdict.MemoryExceeded.class);
  }

  @Test
  void oomKillEndsTheWholeRoom() throws Exception {
    String script = Rooms.probe("alloc") + " 100; echo limped on; sleep 15";
    SandboxResult result = Rooms.sh(Rooms.minimal().memory(MB(10)), script);
    assertThat(result.verdict()).isInstanceOf(Verdict.MemoryExceeded.class);
    assertThat(result.usage().wall()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void oomKillEndsOneProcessOnRequest() throws Exception {
    Limits limits =
        Limits.NONE
            .memory(MemoryLimits.NONE.max(MB(10)).oomKill(MemoryLimits.OomKill.PROCESS))
            .time(TimeLimits.NONE.wall(Rooms.WALL));
    String script = Rooms.probe("alloc") + " 100; sleep 0.5; echo limped on";
    SandboxResult result = Rooms.sh(Rooms.minimal().limits(limits), script);
    assertThat(result.stdout()).isEqualTo("limped on\n");
    assertThat(result.verdict()).isInstanceOf(Verdict.MemoryExceeded.class);
  }

  @Test
  @Attack(value = "G3", move = "fills `/tmp` beyond its memory", walls = Wall.CGROUP)
  void filesInTmpCountAsMemory() throws Exception {
    Sandbox sandbox = Rooms.minimal().memory(MB(16)).tmpSize(MB(64));
    SandboxResult result = Rooms.sh(sandbox, "dd if=/dev/zero of=/tmp/big bs=64k count=800");
    assertThat(result.verdict()).isInstanceOf(Verdict.MemoryExceeded.class);
  }

  @Test
  void peakIsTheRoomsOwn() throws Exception {
    // The resident set of the JVM, if fork and exec inherited it, would be far above this.
    SandboxResult small = Rooms.minimal().memory(MB(64)).run("/bin/true");
    assertThat(small.usage().peakMemoryBytes().orElseThrow()).isLessThan(8_000_000);
    SandboxResult large = Rooms.minimal().memory(MB(64)).run(Rooms.probe("alloc"), "40");
    assertThat(large.usage().peakMemoryBytes().orElseThrow()).isBetween(40_000_000L, 64_000_000L);
  }

  /** At 4 KiB, the payload is killed before execve; at 64 KiB, while execve loads the program. */
  @ParameterizedTest
  @ValueSource(longs = {4, 16, 32, 64})
  void limitTooSmallToLoadTheProgramIsItsOwnVerdict(long kib) throws Exception {
    MemorySize limit = MemorySize.KiB(kib);
    SandboxResult result = Rooms.minimal().memory(limit).run("/bin/true");
    assertThat(result.verdict()).isInstanceOf(Verdict.LimitTooSmall.class);
    assertThat(((Verdict.LimitTooSmall) result.verdict()).limit()).isEqualTo(limit);
    assertThat(result.verdict().evidence().counters())
        .hasEntrySatisfying(oomKills(result.verdict()), n -> assertThat(n).isPositive());
    assertThat(result.exitValue()).isEqualTo(137);
  }

  @Test
  void smallLimitThatLetsTheProgramStartIsExceeded() throws Exception {
    Sandbox small = Rooms.minimal().memory(MemorySize.KiB(512));
    assertThat(small.run(Rooms.probe("alloc"), "0").stdout()).isEqualTo("done\n");
    assertThat(small.run(Rooms.probe("alloc"), "10").verdict())
        .isInstanceOf(Verdict.MemoryExceeded.class);
  }

  @Test
  void smallLimitThatChildOfTheProgramExceedsIsExceeded() throws Exception {
    Sandbox small = Rooms.minimal().memory(MemorySize.KiB(1024));
    SandboxResult result = Rooms.sh(small, Rooms.probe("alloc") + " 10; exit 3");
    assertThat(result.verdict()).isInstanceOf(Verdict.MemoryExceeded.class);
  }

  @Test
  @Trap("SIGKILL/OOM reported as signal 9")
  void selfKillIsNoMemoryVerdict() throws Exception {
    SandboxResult result = Rooms.sh(Rooms.minimal().memory(MB(64)), "kill -KILL $$");
    assertThat(result.verdict()).isInstanceOf(Verdict.Signaled.class);
    assertThat(((Verdict.Signaled) result.verdict()).signal()).isEqualTo(9);
    assertThat(result.exitValue()).isEqualTo(137);
  }
}
