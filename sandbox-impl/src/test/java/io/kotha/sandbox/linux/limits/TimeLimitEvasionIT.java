package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.TimeLimits.Grace.Warning;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.LimitedRooms;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Trap;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tricks with which a program may try to outlive a time limit. */
@Timeout(60)
class TimeLimitEvasionIT {

  private static final Duration LIMIT = Duration.ofMillis(300);

  /** Far more than a busy machine needs, and far less than the limit that ends every test room. */
  private static final Duration IN_TIME = Duration.ofSeconds(3);

  @ParameterizedTest
  @Trap("wall-clock timeout kills a program that ignores TERM")
  @ValueSource(strings = {"sleep", "double", "setsid", "stop", "ignore", "chain", "threads"})
  @Attack(value = "G8", move = "outlives wall time: {0}", walls = Wall.SUPERVISOR)
  @Attack(value = "G10", move = "is killed at its limit: {0}", walls = Wall.SUPERVISOR)
  void noTrickOutlivesWallTime(String trick) throws Exception {
    Leftovers before = Leftovers.snapshot();
    SandboxResult result = evade(Rooms.minimal().wallTime(LIMIT), trick);
    assertThat(exceeded(result, Verdict.Clock.WALL)).isBetween(LIMIT, IN_TIME);
    before.assertNone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"double", "setsid", "ignore", "chain", "threads"})
  @Attack(value = "G8", move = "outlives processor time: {0}", walls = Wall.CGROUP)
  void noTrickOutlivesProcessorTime(String trick) throws Exception {
    Features.require("cgroup.cpuacct");
    Leftovers before = Leftovers.snapshot();
    SandboxResult result = evade(Rooms.minimal().cpuTime(LIMIT), trick);
    assertThat(exceeded(result, Verdict.Clock.CPU)).isBetween(LIMIT, IN_TIME);
    before.assertNone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "ignore", "chain", "threads"})
  void noTrickOutlivesTheGraceAfterAWarning(String trick) throws Exception {
    SandboxResult result =
        evade(Rooms.minimal().wallTime(LIMIT).grace(LIMIT, Warning.SIGNAL), trick);
    assertThat(exceeded(result, Verdict.Clock.WALL)).isBetween(LIMIT.multipliedBy(2), IN_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep", "stop"})
  void inactiveProgramHitsIdleLimit(String trick) throws Exception {
    Features.require("cgroup.cpuacct");
    SandboxResult result = evade(Rooms.minimal().idleTime(LIMIT), trick);
    assertThat(exceeded(result, Verdict.Clock.IDLE)).isBetween(LIMIT, IN_TIME);
  }

  @Test
  void limitsHoldWhileTheJvmIsStopped() throws Exception {
    Features.require("cgroup.cpuacct");
    Rooms.probe("evade");
    Leftovers before = Leftovers.snapshot();
    // The limit is long, so that the test can stop the JVM before the first limit is reached.
    String wall = "1000";
    String cpu = Long.toString(LIMIT.toMillis());
    String rootfs = TestRootfs.minimal().toString();
    try (ChildJvm jvm = ChildJvm.start(LimitedRooms.class, rootfs, wall, cpu)) {
      List<Long> pids = Stream.of(jvm.nextLine().split(" ")).map(Long::valueOf).toList();
      jvm.stop();
      assertThat(pids).as("found alive").hasSize(2).allMatch(HostView::isAlive);
      Poll.until("the end of both rooms", () -> pids.stream().noneMatch(HostView::isAlive));
      assertThat(jvm.isStopped()).isTrue();
      jvm.resume();
      assertThat(jvm.nextLine()).startsWith("TimeExceeded[clock=WALL");
      assertThat(jvm.nextLine()).startsWith("TimeExceeded[clock=CPU");
    }
    before.assertNone();
  }

  private static SandboxResult evade(Sandbox sandbox, String trick) throws Exception {
    Features.require("cgroup.pids");
    return sandbox.pids(50).run(Rooms.probe("evade"), trick);
  }

  private static Duration exceeded(SandboxResult result, Verdict.Clock clock) {
    assertThat(result.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
    Verdict.TimeExceeded exceeded = (Verdict.TimeExceeded) result.verdict();
    assertThat(exceeded.clock()).isEqualTo(clock);
    assertThat(exceeded.limit()).isEqualTo(LIMIT);
    assertThat(result.exitValue()).isEqualTo(137);
    return exceeded.used();
  }
}
