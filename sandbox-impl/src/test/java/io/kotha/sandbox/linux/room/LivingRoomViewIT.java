package io.kotha.sandbox.linux.room;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.SandboxEngine;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.stats.LiveRoom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The id, the name and the figures of a room that lives. */
@Timeout(60)
class LivingRoomViewIT {

  private static final long PART = 20_000_000;

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
  }

  @Test
  void roomIsListedWithItsIdAndName() throws Exception {
    String name = "n" + UUID.randomUUID();
    try (SandboxRoom named = Rooms.minimal().name(name).open();
        SandboxRoom other = Rooms.minimal().open()) {
      assertThat(named.name()).contains(name);
      assertThat(other.name()).isEmpty();
      assertThat(SandboxEngine.rooms())
          .contains(
              new LiveRoom(named.id(), named.name(), Optional.empty(), LiveRoom.Use.SESSION),
              new LiveRoom(other.id(), Optional.empty(), Optional.empty(), LiveRoom.Use.SESSION));
      long id = other.id();
      other.close();
      assertThat(other.id()).isEqualTo(id);
      Poll.until("the room is not listed", () -> !ids().contains(id));
    }
  }

  private static List<Long> ids() throws Exception {
    return SandboxEngine.rooms().stream().map(LiveRoom::id).toList();
  }

  @Test
  void resetGivesTheRoomAnotherIdAndTheSameName() throws Exception {
    String name = "n" + UUID.randomUUID();
    try (SandboxRoom room = Rooms.minimal().name(name).open()) {
      long first = room.id();
      room.reset();
      assertThat(room.id()).isNotEqualTo(first);
      assertThat(room.name()).contains(name);
      assertThat(ids()).contains(room.id()).doesNotContain(first);
      assertThat(SandboxEngine.kill(first)).isFalse();
      assertThat(room.isOpen()).isTrue();
    }
  }

  @Test
  void engineKillsTheRoomByItsId() throws Exception {
    Leftovers before = Leftovers.snapshot();
    SandboxRoom room = Rooms.minimal().open();
    SandboxProcess program = room.start("/bin/sleep", "100");
    assertThat(SandboxEngine.kill(room.id())).isTrue();
    assertThat(program.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
    assertThat(room.isOpen()).isFalse();
    assertThatThrownBy(room::stats).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> room.run("/bin/true")).isInstanceOf(IllegalStateException.class);
    Poll.until("the room is not listed", () -> !ids().contains(room.id()));
    assertThat(SandboxEngine.kill(room.id())).isFalse();
    before.assertNone();
  }

  @Test
  void statsAreThoseOfAllPrograms() throws Exception {
    try (SandboxRoom room = Rooms.minimal().memory(MB(200)).pids(20).open()) {
      long idle = room.stats().processes().orElseThrow();
      SandboxProcess first = room.start(Rooms.probe("alloc"), "20", "15");
      SandboxProcess second = room.start(Rooms.probe("alloc"), "20", "15");
      for (SandboxProcess program : List.of(first, second)) {
        assertThat(program.inputReader().readLine()).isEqualTo("done");
      }
      Poll.until(
          "the memory of both programs",
          () -> room.stats().memory().anonymous().orElseThrow() > 2 * PART);
      assertThat(first.stats().memory().anonymous().orElseThrow()).isBetween(PART, 2 * PART);
      assertThat(room.stats().memory().current().orElseThrow()).isGreaterThan(2 * PART);
      assertThat(room.stats().processes()).hasValue(idle + 2);
      first.destroyForcibly().waitFor();
      second.destroyForcibly().waitFor();
      Poll.until("no program", () -> room.stats().processes().orElseThrow() == idle);
      Duration used = room.stats().cpu().total().orElseThrow();
      assertThat(used)
          .as("the room counts the programs that have ended")
          .isGreaterThanOrEqualTo(first.usage().cpu().orElseThrow());
      room.reset();
      assertThat(room.stats().memory().current().orElseThrow()).isLessThan(PART);
    }
  }
}
