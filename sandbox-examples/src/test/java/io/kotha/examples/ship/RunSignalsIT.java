package io.kotha.examples.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kotha.sandbox.linux.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to {@code ship run} without {@code -d}, at every moment of its container's life. */
@Timeout(180)
class RunSignalsIT {

  @TempDir Path dir;

  private Containers containers;

  @BeforeEach
  void requireRooms() {
    containers = new Containers(dir);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    containers.removeAll();
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130"})
  @Scenario("D33")
  void signalToANewCommandLeavesNoContainerOrOneThatWasKilled(String signal, int status)
      throws Exception {
    Process run = containers.start("run", "--name", "fg", "host", "sleep", "611");
    assertThat(ended(run, signal)).isEqualTo(status);
    assertNoneOrKilled();
  }

  /** The signal arrives when the container has a name, and its room is being built. */
  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130"})
  void signalToAContainerThatIsBuiltLeavesNoneOrOneThatWasKilled(String signal, int status)
      throws Exception {
    Process run = containers.start("run", "--name", "fg", "host", "sleep", "612");
    while (!Files.exists(containers.state().resolve("fg"))) {
      assertThat(run.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    assertThat(ended(run, signal)).isEqualTo(status);
    assertNoneOrKilled();
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130"})
  @Scenario("D33")
  void signalWhileTheProgramRunsIsRecordedAsAKill(String signal, int status) throws Exception {
    Process run =
        containers.start("run", "--name", "fg", "host", "sh", "-c", "echo; exec sleep 613");
    assertThat(run.getInputStream().read()).isEqualTo('\n');
    assertThat(ended(run, signal)).isEqualTo(status);
    JsonObject row = containers.only("-a");
    assertThat(row.get("state").getAsString()).isEqualTo("exited");
    assertThat(row.get("verdict").getAsString()).isEqualTo("Killed");
    assertThat(row.get("exitStatus").getAsInt()).isEqualTo(137);
    assertThat(programs("613")).isZero();
  }

  /** The reader of the output is slow, so the command outlives the program. */
  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130"})
  void signalAfterTheProgramHasEndedChangesNothing(String signal, int status) throws Exception {
    // More than the pipe to this test takes, and less than that and the pipe of the program do.
    String script = "head -c 100000 /dev/zero; exit 3";
    Process run =
        containers.start("run", "--name", "fg", "--output", "1MB", "host", "sh", "-c", script);
    assertThat(run.getInputStream().read()).isZero();
    ProcessHandle program = ProcessHandle.of(program()).orElse(null);
    await().atMost(Duration.ofMinutes(1)).until(() -> program == null || !program.isAlive());
    assertThat(ended(run, signal)).isEqualTo(status);
    JsonObject row = containers.only("-a");
    assertThat(row.get("verdict").getAsString()).isEqualTo("Exited");
    assertThat(row.get("exitStatus").getAsInt()).isEqualTo(3);
  }

  /** Returns the program's pid, which the container's description has soon after its start. */
  private long program() {
    Path description = containers.state().resolve("fg/container.json");
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                JsonParser.parseString(Files.readString(description)).getAsJsonObject().get("pid"),
            pid -> !pid.isJsonNull())
        .getAsLong();
  }

  /** Sends the signal, and returns the status with which the command ends. */
  private static int ended(Process run, String signal) throws Exception {
    String pid = Long.toString(run.pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return run.exitValue();
  }

  private void assertNoneOrKilled() throws Exception {
    JsonArray rows = containers.list("-a");
    if (rows.isEmpty()) {
      assertThat(containers.state()).doesNotExist();
    } else {
      JsonObject row = containers.only("-a");
      assertThat(row.get("state").getAsString()).isEqualTo("exited");
      assertThat(row.get("exitStatus").getAsInt()).isEqualTo(137);
    }
    assertThat(programs("611") + programs("612")).isZero();
  }

  /** Returns the number of processes {@code sleep} with this argument. */
  private static long programs(String seconds) throws Exception {
    long found = 0;
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      String line = process.info().commandLine().orElse("");
      if (line.endsWith("sleep " + seconds)) {
        found++;
      }
    }
    return found;
  }
}
