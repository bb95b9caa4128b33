package io.kotha.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.event.ProgramInfo;
import io.kotha.sandbox.event.SandboxEvent.Origin;
import io.kotha.sandbox.event.SandboxEvent.ProgramEnded;
import io.kotha.sandbox.event.SandboxEvent.ProgramStarted;
import io.kotha.sandbox.event.SandboxEvent.RoomClosed;
import io.kotha.sandbox.event.SandboxEvent.StartFailed;
import io.kotha.sandbox.stats.Evidence;
import io.kotha.sandbox.stats.Usage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The meters that events change. */
class ProgramMetersTest {

  private static final ProgramInfo PROGRAM =
      new ProgramInfo(1, 1, Optional.empty(), "/bin/true", OptionalLong.of(4711));

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final ProgramMeters meters = new ProgramMeters(registry);

  @Test
  void startsAreTimedByOrigin() {
    meters.on(new ProgramStarted(PROGRAM, Origin.POOL_READY, Duration.ofMillis(1)));
    meters.on(new ProgramStarted(PROGRAM, Origin.POOL_READY, Duration.ofMillis(2)));
    meters.on(new ProgramStarted(PROGRAM, Origin.NEW, Duration.ofMillis(4)));
    assertThat(millisOfStarts("pool_ready")).isEqualTo(3);
    assertThat(millisOfStarts("new")).isEqualTo(4);
  }

  private double millisOfStarts(String origin) {
    return registry
        .get("kotha.start")
        .tag("origin", origin)
        .timer()
        .totalTime(TimeUnit.MILLISECONDS);
  }

  @Test
  void runsAreTimedByVerdict() {
    Usage second = Usage.of(Duration.ofSeconds(1));
    meters.on(new ProgramEnded(PROGRAM, new Verdict.Exited(0, Evidence.NONE), second));
    meters.on(new ProgramEnded(PROGRAM, new Verdict.Exited(1, Evidence.NONE), second));
    meters.on(
        new ProgramEnded(
            PROGRAM, new Verdict.MemoryExceeded(MemorySize.MB(1), Evidence.NONE), second));
    assertThat(secondsOfRuns("Exited")).isEqualTo(2);
    assertThat(secondsOfRuns("MemoryExceeded")).isEqualTo(1);
  }

  private double secondsOfRuns(String verdict) {
    return registry.get("kotha.run").tag("verdict", verdict).timer().totalTime(TimeUnit.SECONDS);
  }

  static List<Arguments> failures() {
    return List.of(
        Arguments.of(new SetupException(SetupStep.ID_MAP, 0, "", 1, "EPERM", ""), "id_map"),
        Arguments.of(new SetupTimeoutException(Duration.ofSeconds(1)), "timeout"),
        Arguments.of(new UnsupportedHostException(List.of()), "unsupported"),
        Arguments.of(new SandboxException("for another reason"), "other"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failuresAreCountedByStep(SandboxException reason, String step) {
    meters.on(new StartFailed(Optional.empty(), "/bin/true", reason));
    assertThat(registry.get("kotha.start.failures").tag("step", step).counter().count())
        .isEqualTo(1);
  }

  @Test
  void otherEventsChangeNothing() {
    meters.on(new RoomClosed(1, Optional.empty(), RoomClosed.Cause.CLOSED));
    assertThat(registry.getMeters()).isEmpty();
  }
}
