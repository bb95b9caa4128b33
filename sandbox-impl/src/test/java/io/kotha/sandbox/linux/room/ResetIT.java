package io.kotha.sandbox.linux.room;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A room that was reset is as new, but for what its programs wrote to the host's directories. */
@Timeout(60)
class ResetIT {

  @TempDir Path workspace;

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
  }

  private static String out(SandboxRoom room, String script) throws Exception {
    SandboxResult result = room.run("/bin/sh", "-c", script);
    assertThat(result.verdict().isSuccess()).as(result + result.stderr()).isTrue();
    return result.stdout().strip();
  }

  /** A room in which a program may do what Docker permits. */
  private Sandbox generous() throws Exception {
    return Rooms.minimal()
        .loopback()
        .memory(MB(64))
        .pids(32)
        .bindWritable(Files.createDirectories(workspace.toRealPath().resolve("box")), "/box")
        .syscalls(SyscallPolicy.dockerLike(Set.of()));
  }

  private static List<String> remains(SandboxRoom room, String action) throws Exception {
    SandboxResult result = room.run(Rooms.probe("remains"), action);
    assertThat(result.verdict().isSuccess()).as(result + result.stderr()).isTrue();
    return result.stdout().lines().toList();
  }

  @Test
  void programsOfOneRoomFindWhatEarlierOnesLeft() throws Exception {
    try (SandboxRoom room = generous().open()) {
      assertThat(remains(room, "leave")).contains("kept", "tcp", "abstract", "flock");
      assertThat(remains(room, "look"))
          .contains("shm", "sem", "msg", "mqueue", "tmp", "devshm", "pids", "workspace");
    }
  }

  @Test
  @Attack(
      value = "A20",
      move = "leaves objects, sockets, locks and processes for a program after a reset",
      walls = {Wall.IPC_NAMESPACE, Wall.NET_NAMESPACE, Wall.PID_NAMESPACE, Wall.MOUNTS})
  void roomThatWasResetHasTheWorkspaceOnly() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = generous().open()) {
      for (int i = 0; i < 5; i++) {
        assertThat(remains(room, "leave"))
            .contains("shm", "sem", "msg", "mqueue", "tmp", "devshm", "abstract", "tcp")
            .contains("flock", "ofdlock", "kept", "workspace");
        room.reset();
        // The kernel drops the locks of such a cycle some milliseconds after its last process.
        Poll.until(
            "only the workspace is left", () -> remains(room, "look").equals(List.of("workspace")));
      }
    }
    before.assertNone();
  }

  @Test
  void processesEndBeforeTheResetReturns() throws Exception {
    String token = "t" + UUID.randomUUID();
    try (SandboxRoom room = Rooms.minimal().open()) {
      SandboxProcess running =
          room.start(
              "/bin/sh", "-c", "(setsid sh -c 'sleep 100; : " + token + "') & echo; sleep 99");
      running.inputReader().readLine();
      Poll.until("the daemon runs", () -> !HostView.pidsWith(token).isEmpty());
      room.reset();
      assertThat(HostView.pidsWith(token)).isEmpty();
      assertThat(running.verdict()).isInstanceOf(Verdict.Killed.class);
      assertThat(out(room, "echo on")).isEqualTo("on");
    }
  }

  /** A fresh room costs a little more than nothing, and nothing of what was used before. */
  @Test
  void usageAndCountersBeginAnew() throws Exception {
    Sandbox sandbox = Rooms.minimal().memory(MB(64)).pids(16).cpus(0.5);
    try (SandboxRoom room = sandbox.open()) {
      room.run(
          "/bin/sh", "-c", "dd if=/dev/zero of=/tmp/x bs=1M count=30 2>&1; cat /tmp/x >/dev/null");
      room.reset();
      SandboxResult second = room.run("/bin/sh", "-c", "dd if=/dev/zero of=/tmp/x bs=1M count=50");
      assertThat(second.verdict().isSuccess()).as(second + second.stderr()).isTrue();
    }
  }

  @Test
  void clocksBeginAtTheirOffsetsAgain() throws Exception {
    Features.require("namespace.time");
    Duration day = Duration.ofDays(1);
    try (SandboxRoom room = Rooms.minimal().timeNs(new TimeOffsets(day, day)).open()) {
      String first = out(room, "cat /proc/self/timens_offsets");
      room.reset();
      assertThat(out(room, "cat /proc/self/timens_offsets")).isEqualTo(first).contains("86400");
    }
  }

  @Test
  void filesOfTheSandboxAreReadAgain() throws Exception {
    Path source = Files.writeString(workspace.toRealPath().resolve("source"), "first");
    try (SandboxRoom room = Rooms.minimal().copyIn(source, "/tmp/text").open()) {
      out(room, "echo changed > /tmp/text");
      Files.writeString(source, "second");
      room.reset();
      assertThat(out(room, "cat /tmp/text")).isEqualTo("second");
    }
  }

  @Test
  void namedRoomKeepsItsName() throws Exception {
    String name = "n" + UUID.randomUUID();
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().name(name).open()) {
      for (int i = 0; i < 3; i++) {
        out(room, "echo x > /tmp/x");
        room.reset();
        assertThat(out(room, "ls /tmp")).isEmpty();
      }
    }
    before.assertNone();
  }

  @Test
  void resetOfRoomThatDiedIsAnError() throws Exception {
    Leftovers before = Leftovers.snapshot();
    SandboxRoom room = Rooms.minimal().open();
    room.reset();
    room.close();
    assertThatThrownBy(room::reset).isInstanceOf(IllegalStateException.class);
    assertThat(room.isOpen()).isFalse();
    before.assertNone();
  }

  /** A file that the new room needs is gone. */
  @Test
  void failedResetClosesTheRoom() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Path source = Files.writeString(workspace.toRealPath().resolve("source"), "x");
    try (SandboxRoom room = Rooms.minimal().copyIn(source, "/tmp/text").open()) {
      Files.delete(source);
      assertThatThrownBy(room::reset).hasMessageContaining("the content cannot be read");
      assertThat(room.isOpen()).isFalse();
    }
    before.assertNone();
  }

  @Test
  void programsThatStartMeanwhileRunInTheNewRoom() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().open()) {
      for (int i = 0; i < 10; i++) {
        CompletableFuture<Void> reset =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    room.reset();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        SandboxResult result = room.run("/bin/sh", "-c", "echo ran");
        reset.get(10, TimeUnit.SECONDS);
        assertThat(result.verdict()).isInstanceOfAny(Verdict.Exited.class, Verdict.Killed.class);
        assertThat(out(room, "echo on")).isEqualTo("on");
      }
    }
    before.assertNone();
  }
}
