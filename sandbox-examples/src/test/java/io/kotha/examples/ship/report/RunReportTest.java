package io.kotha.examples.ship.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.Evidence;
import io.kotha.sandbox.stats.SetupTimings;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tests of the JSON report's fields. */
class RunReportTest {

  private static final Usage USAGE =
      new Usage(
          Duration.ofMillis(12),
          Optional.of(Duration.ofNanos(3_456_789)),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.of(1_000_000),
          OptionalLong.of(1),
          OptionalLong.empty(),
          OptionalLong.of(0),
          Usage.Stalls.NONE,
          Usage.Io.NONE,
          Usage.Scheduling.NONE,
          SetupTimings.NONE,
          List.of());

  @Test
  void everyFieldIsPresent() {
    Verdict verdict =
        new Verdict.MemoryExceeded(
            MemorySize.MB(10), new Evidence(Map.of("memory.events:oom_kill", 1L)));
    JsonObject json = json(RunReport.ended(verdict, USAGE, List.of("seccomp standard")));
    assertThat(json.keySet())
        .containsExactly(
            "verdict",
            "exitCode",
            "signal",
            "cpuMicros",
            "wallMicros",
            "peakMemoryBytes",
            "oomKills",
            "pidsPeak",
            "evidence",
            "isolation",
            "message",
            "step",
            "item",
            "errno",
            "hint");
    assertThat(json.get("verdict").getAsString()).isEqualTo("MemoryExceeded");
    assertThat(json.get("exitCode").getAsInt()).isEqualTo(137);
    assertThat(json.get("signal").getAsInt()).isEqualTo(9);
    assertThat(json.get("cpuMicros").getAsLong()).isEqualTo(3_456);
    assertThat(json.get("wallMicros").getAsLong()).isEqualTo(12_000);
    assertThat(json.get("pidsPeak").isJsonNull()).as("unknown is not 0").isTrue();
    assertThat(json.getAsJsonObject("evidence").get("memory.events:oom_kill").getAsLong())
        .isEqualTo(1);
    assertThat(json.getAsJsonArray("isolation").get(0).getAsString()).isEqualTo("seccomp standard");
  }

  @Test
  void exitHasNoSignal() {
    JsonObject json = json(RunReport.ended(new Verdict.Exited(3, Evidence.NONE), USAGE, List.of()));
    assertThat(json.get("verdict").getAsString()).isEqualTo("Exited");
    assertThat(json.get("exitCode").getAsInt()).isEqualTo(3);
    assertThat(json.get("signal").isJsonNull()).isTrue();
  }

  @Test
  void signalIsReported() {
    Verdict verdict = new Verdict.Signaled(11, Evidence.NONE);
    JsonObject json = json(RunReport.ended(verdict, USAGE, List.of()));
    assertThat(json.get("exitCode").getAsInt()).isEqualTo(139);
    assertThat(json.get("signal").getAsInt()).isEqualTo(11);
  }

  @Test
  void failedStepIsReported() {
    SetupException failed = setup(SetupStep.MOUNT, 13);
    assertThat(ExitStatus.of(failed)).isEqualTo(125);
    JsonObject json = json(RunReport.notStarted(failed, 125));
    assertThat(json.get("verdict").getAsString()).isEqualTo("NotStarted");
    assertThat(json.get("step").getAsString()).isEqualTo("MOUNT");
    assertThat(json.get("item").getAsInt()).isEqualTo(3);
    assertThat(json.get("errno").getAsInt()).isEqualTo(13);
    assertThat(json.get("hint").getAsString()).isEqualTo("try something else");
    assertThat(json.get("exitCode").getAsInt()).isEqualTo(125);
  }

  @Test
  void missingAndUnexecutableProgramsHaveAShellsStatus() {
    assertThat(ExitStatus.of(setup(SetupStep.EXEC, 2))).isEqualTo(127);
    assertThat(ExitStatus.of(setup(SetupStep.EXEC, 20))).isEqualTo(127);
    assertThat(ExitStatus.of(setup(SetupStep.EXEC, 13))).isEqualTo(126);
    assertThat(ExitStatus.of(setup(SetupStep.EXEC, 8))).isEqualTo(126);
    assertThat(ExitStatus.of(setup(SetupStep.WORKING_DIRECTORY, 2))).isEqualTo(125);
    assertThat(ExitStatus.of(new SandboxException("a name that is taken"))).isEqualTo(125);
  }

  @Test
  void missingFeaturesAreListed() {
    UnsupportedHostException lacking =
        new UnsupportedHostException(List.of(new Missing("cgroup.memory", "none", "delegate one")));
    JsonObject json = json(RunReport.notStarted(lacking, 125));
    assertThat(json.get("step").getAsString()).isEqualTo("HOST");
    assertThat(json.get("hint").getAsString()).isEqualTo("delegate one");
    assertThat(json.getAsJsonArray("missing").get(0).getAsJsonObject().get("feature").getAsString())
        .isEqualTo("cgroup.memory");
  }

  private static SetupException setup(SetupStep step, int errno) {
    return new SetupException(step, 3, "bind /a → /b", errno, "EXXX", "try something else");
  }

  private static JsonObject json(RunReport report) {
    return JsonParser.parseString(report.toJson()).getAsJsonObject();
  }
}
