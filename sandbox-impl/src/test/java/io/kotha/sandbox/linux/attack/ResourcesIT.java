package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.MemorySize.MB;
import static io.kotha.sandbox.linux.attack.Wall.CGROUP;
import static io.kotha.sandbox.linux.attack.Wall.RLIMITS;
import static io.kotha.sandbox.linux.attack.Wall.SIZES;
import static io.kotha.sandbox.linux.attack.Wall.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.linux.fixture.CProgram;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts to exhaust resources that are not counted as memory or processes. */
@Timeout(60)
class ResourcesIT {

  /** Each kind takes far more than the limit, if no limit stops it. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "G3, memfd",
    "G3, shm",
    "G4, pipes",
    "G4, sockets",
    "G4, inodes",
    "G5, memfd",
    "G5, shm"
  })
  @Attack(value = "{0}", move = "hoards {1} until it is killed", walls = CGROUP)
  void kernelMemoryOfTheRoomIsCharged(String row, String what) throws Exception {
    Features.require("cgroup.memory");
    Sandbox room = Rooms.minimal().memory(MB(16)).tmpSize(MB(512)).openFiles(16_000);
    SandboxResult result = room.run(Rooms.probe("hoard"), what);
    assertThat(result.verdict()).as(result.stdout()).isInstanceOf(Verdict.MemoryExceeded.class);
  }

  @Test
  @Attack(
      value = "G3",
      move = "fills `/tmp` and `/dev/shm` with one file and with many",
      walls = {SIZES, RLIMITS})
  @Attack(
      value = "G6",
      move = "fills `/tmp` and `/dev/shm` with one file and with many",
      walls = {SIZES, RLIMITS})
  void tmpBoundsFilesAndBytes() throws Exception {
    Sandbox small = Rooms.minimal().tmpSize(MemorySize.KiB(256)).fileSize(MemorySize.KB(100));
    SandboxResult large = Rooms.sh(small, "head -c 200000 /dev/zero > /tmp/x");
    assertThat(large.exitValue()).isNotZero();
    SandboxResult shm =
        Rooms.sh(
            small,
            "for i in 1 2 3 4 5; do head -c 90000 /dev/zero > /dev/shm/$i || echo full; done");
    assertThat(shm.stdout()).contains("full");
    String many =
        "i=0; while [ $i -lt 100000 ]; do true > /tmp/$i || { echo full; exit; }; i=$((i+1)); done";
    assertThat(Rooms.sh(small, many).stdout()).contains("full");
  }

  @Test
  @Attack(value = "G7", move = "opens more descriptors than its limit", walls = RLIMITS)
  @Attack(value = "G13", move = "`ulimit -n` above the hard limit", walls = RLIMITS)
  void descriptorLimitCannotBeRaised() throws Exception {
    Sandbox few = Rooms.minimal().openFiles(16);
    SandboxResult result = Rooms.sh(few, "ulimit -n 1000 || echo refused; ulimit -n; ulimit -Hn");
    assertThat(result.stdout().lines()).containsExactly("refused", "16", "16");
    SandboxResult many =
        few.run(
            "/bin/bash", "-c", "for i in {3..30}; do eval \"exec $i</dev/null\" || exit 9; done");
    assertThat(many.exitValue()).isNotZero();
  }

  @Test
  @Attack(value = "G12", move = "`ioprio_set` to the real-time class", walls = Wall.CAPABILITIES)
  void realTimeIoPriorityIsRefused(Seen seen) throws Exception {
    Calls.assertRefused(Calls.unfiltered(), "ioprio_set 1 0 0x2000", "EPERM", seen);
  }

  @Test
  @Attack(value = "G17", move = "`mlock` of 64 MiB", walls = RLIMITS)
  void lockedMemoryIsBounded(Seen seen) throws Exception {
    String calls = "mmap 0 0x4000000 3 0x22 -1 0 , mlock $ 0x4000000";
    Calls.assertRefused(Calls.unfiltered(), calls, "ENOMEM", seen);
  }

  /**
   * The kernel also charges a per-user count to the user who made the room's user namespace: a room
   * may take a part of that quota, and leaves the rest to the JVM's user and to other rooms.
   */
  @ParameterizedTest
  @CsvSource({"inotify, inotify_init1 0", "queues, getpid"})
  @Attack(
      value = "G14",
      move = "takes the whole quota of {0} that a user may have",
      walls = RLIMITS)
  void roomCannotExhaustQuotasOfAUser(String what, String call) throws Exception {
    Command all = Command.of(Rooms.probe("hoard"), what);
    String name = "/kotha-test-" + UUID.randomUUID();
    String ipc = CProgram.of("ipc").toString();
    // Landlock also refuses mq_open. This test needs the result without Landlock.
    try (SandboxProcess greedy = Rooms.minimal().landlock(Landlock.off()).start(all)) {
      assertThat(greedy.inputReader().readLine()).matches(what + " \\d+ EMFILE");
      assertThat(Calls.results(Rooms.minimal(), call)).allMatch(r -> r.matches("\\d+"));
      HostCommand.run(ipc, "make", "0x6b6f7468", name).orThrow();
    } finally {
      HostCommand.run(ipc, "drop", "0x6b6f7468", name);
    }
  }

  /**
   * An ordinary user's rooms have the JVM's uid, by which the kernel counts epoll watches. A room
   * that the zygote cannot watch does not run, and the zygote and its other rooms go on.
   */
  @Test
  @Attack(value = "G14", move = "takes all epoll watches that a user may have", walls = SUPERVISOR)
  void roomThatCannotBeWatchedDoesNotRun(@TempDir Path dir) throws Exception {
    Features.require("user.ordinary");
    Features.require("cgroup.memory");
    Path lines = dir.resolve("lines"); // to read a pipe, the JVM itself would need a watch
    Sandbox attacker = Rooms.minimal().memory(MemorySize.GiB(4)).pids(10).openFiles(4096);
    Sandbox other = Rooms.minimal().setupTime(Duration.ofSeconds(20));
    try (SandboxProcess neighbour = other.wallTime(Duration.ofSeconds(50)).start("/bin/cat");
        SandboxProcess p =
            attacker.start(Command.of(Rooms.probe("watches")).stdout(Stdio.to(lines)))) {
      Poll.until("four lines", Duration.ofSeconds(40), () -> Files.readAllLines(lines).size() == 4);
      assertThat(Files.readAllLines(lines)).contains("none left");
      assertThatThrownBy(() -> p.errorReader().read()).hasMessageContaining("max_user_watches");
      Command quiet =
          Command.of("/bin/true").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
      assertThatThrownBy(() -> other.start(quiet))
          .isInstanceOfSatisfying(
              SetupException.class, e -> assertThat(e.step()).isEqualTo(SetupStep.WATCH))
          .hasMessageContaining("max_user_watches");
      neighbour.outputWriter().close();
      assertThat(neighbour.waitFor()).isZero();
      p.destroyForcibly().waitFor();
    } finally { // also after a failure: the tests that follow need watches
      Poll.until("free watches", () -> runs(other));
    }
  }

  private static boolean runs(Sandbox sandbox) {
    try {
      return sandbox.run("/bin/true").verdict().isSuccess();
    } catch (SandboxException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The kernel counts the pseudo-terminals of all rooms and of the host together. */
  @Test
  @Attack(value = "G14", move = "takes the pseudo-terminals of the whole host", walls = SIZES)
  void roomCannotTakeEveryTerminalOfTheHost() throws Exception {
    Command all = Command.of(Rooms.probe("hoard"), "ptys");
    Sandbox room = Rooms.minimal().pseudoTerminals(64);
    try (SandboxProcess greedy = room.openFiles(8_000).start(all)) {
      assertThat(greedy.inputReader().readLine()).isEqualTo("ptys 64 ENOSPC");
      Command terminal = Command.of("/bin/true").terminal(80, 24);
      assertThat(Rooms.minimal().run(terminal).exitValue()).isZero();
      assertThat(room.run(Rooms.probe("hoard"), "ptys").stdout()).startsWith("ptys 64 ");
    }
  }
}
