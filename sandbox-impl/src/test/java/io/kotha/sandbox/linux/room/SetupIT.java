package io.kotha.sandbox.linux.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.linux.fixture.Pools;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.stats.SetupTimings.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The time of each part of a start, in the usage and in a flight recording. */
@Timeout(60)
class SetupIT {

  @TempDir Path dir;

  @Test
  void everyPartOfAColdStartIsTimed() throws Exception {
    long before = System.nanoTime();
    SandboxResult result = Rooms.minimal().run("/bin/true");
    Duration all = Duration.ofNanos(System.nanoTime() - before);
    assertThat(result.usage().setup().phases()).containsOnlyKeys(Phase.values());
    assertThat(result.usage().setup().total()).isPositive().isLessThan(all);
  }

  @Test
  void timeNamespaceDoesNotShiftTheTimes() throws Exception {
    SandboxResult result =
        Rooms.minimal()
            .timeNs(
                new io.kotha.sandbox.isolation.TimeOffsets(
                    Duration.ofHours(5), Duration.ofHours(6)))
            .run("/bin/true");
    assertThat(result.usage().setup().phases()).containsKeys(Phase.PRIVILEGES, Phase.COMMAND);
    assertThat(result.usage().setup().total()).isPositive().isLessThan(Duration.ofMinutes(1));
    assertThat(result.usage().setup().phases().get(Phase.PRIVILEGES)).isPositive();
  }

  @Test
  void parkedTimeOfAPooledRoomIsNoWork() throws Exception {
    try (SandboxPool pool = Rooms.minimal().pool(1)) {
      Thread.sleep(200);
      SandboxResult result = pool.run("/bin/true");
      Duration waited = result.usage().setup().phases().get(Phase.WAITING);
      assertThat(waited).isGreaterThan(Duration.ofMillis(150));
      assertThat(result.usage().setup().total())
          .isEqualTo(
              result.usage().setup().phases().values().stream()
                  .reduce(Duration.ZERO, Duration::plus)
                  .minus(waited));
    }
  }

  @Test
  void flightRecordingHasTheRoom() throws Exception {
    Path file = dir.resolve("rooms.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("io.kotha.Room");
      recording.start();
      Rooms.sh(Rooms.minimal().name("recorded"), "exit 3");
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> rooms =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("io.kotha.Room"))
            .toList();
    assertThat(rooms).hasSize(1);
    assertThat(rooms.get(0).getString("program")).isEqualTo("/bin/sh");
    assertThat(rooms.get(0).getString("verdict")).isEqualTo("Exited");
    assertThat(rooms.get(0).getDuration("setup")).isPositive();
    assertThat(rooms.get(0).getLong("pid")).isPositive();
    assertThat(rooms.get(0).getString("room")).isEqualTo("recorded");
  }

  @Test
  void flightRecordingHasTheStart() throws Exception {
    Path file = dir.resolve("starts.jfr");
    try (Recording recording = new Recording();
        SandboxPool pool = Rooms.minimal().pool(1)) {
      Pools.awaitFull(pool);
      recording.enable("io.kotha.Start");
      recording.start();
      pool.run("/bin/sh", "-c", ": secret");
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> starts =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("io.kotha.Start"))
            .toList();
    assertThat(starts).hasSize(1);
    assertThat(starts.get(0).getString("program")).isEqualTo("/bin/sh");
    assertThat(starts.get(0).getString("origin")).isEqualTo("POOL_READY");
    assertThat(starts.get(0).getDuration("setup")).isPositive();
    assertThat(starts.get(0).getLong("pid")).isPositive();
    assertThat(starts.get(0).getLong("roomId")).isPositive();
    assertThat(starts.get(0).toString()).doesNotContain("secret");
  }

  @Test
  void flightRecordingHasAStartThatFailed() throws Exception {
    Path file = dir.resolve("failed.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("io.kotha.FailedStart");
      recording.start();
      assertThatThrownBy(() -> Rooms.minimal().start("/no/such", "secret"))
          .isInstanceOf(SetupException.class);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> failures =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("io.kotha.FailedStart"))
            .toList();
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0).getString("program")).isEqualTo("/no/such");
    assertThat(failures.get(0).getString("reason")).contains("EXEC[0]");
    assertThat(failures.get(0).toString()).doesNotContain("secret");
  }
}
