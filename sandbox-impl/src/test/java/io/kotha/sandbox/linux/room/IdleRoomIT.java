package io.kotha.sandbox.linux.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rooms that close when no program has run for a time. */
@Timeout(60)
class IdleRoomIT {

  private static final Duration BRIEF = Duration.ofMillis(500);

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
  }

  @Test
  void idleRoomIsClosed() throws Exception {
    Leftovers before = Leftovers.snapshot();
    SandboxRoom room = Rooms.minimal().open();
    room.run("/bin/true");
    long start = System.nanoTime();
    room.closeWhenIdle(BRIEF);
    Poll.until("the room closes", () -> !room.isOpen());
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(BRIEF.toNanos());
    assertThatThrownBy(() -> room.run("/bin/true")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> room.closeWhenIdle(BRIEF)).isInstanceOf(IllegalStateException.class);
    before.assertNone();
  }

  @Test
  void roomWithAProgramIsNotIdle() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      SandboxProcess program = room.start("/bin/sleep", "100");
      room.closeWhenIdle(BRIEF);
      Thread.sleep(3 * BRIEF.toMillis());
      assertThat(program.isAlive()).isTrue();
      long start = System.nanoTime();
      program.destroyForcibly().waitFor();
      Poll.until("the room closes", () -> !room.isOpen());
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(BRIEF.toNanos());
    }
  }

  @Test
  void everyUseBeginsTheTimeAnew() throws Exception {
    Duration time = Duration.ofSeconds(4);
    CopyIn copy = new CopyIn(new CopyIn.Bytes(new byte[] {'x'}), "/tmp/x", 0644);
    try (SandboxRoom room = Rooms.minimal().open()) {
      room.closeWhenIdle(time);
      long start = System.nanoTime();
      while (System.nanoTime() - start < 2 * time.toNanos()) {
        Thread.sleep(500);
        room.copyIn(copy);
        room.reset();
        assertThatThrownBy(() -> room.start("/no/such/program")).isInstanceOf(SetupException.class);
      }
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
  }

  @Test
  void shorterTimeReplacesALongerOne() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      room.closeWhenIdle(Duration.ofHours(1));
      room.closeWhenIdle(BRIEF);
      Poll.until("the room closes", () -> !room.isOpen());
    }
  }

  @Test
  void longTimeIsNoTime() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      room.closeWhenIdle(BRIEF);
      room.closeWhenIdle(Duration.ofSeconds(Long.MAX_VALUE));
      Thread.sleep(2 * BRIEF.toMillis());
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
  }

  @Test
  @SuppressWarnings("NullAway") // the argument is wrong on purpose
  void wrongTimeIsRefused() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
        assertThatThrownBy(() -> room.closeWhenIdle(wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("time");
      }
      assertThatThrownBy(() -> room.closeWhenIdle(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("time");
    }
  }
}
