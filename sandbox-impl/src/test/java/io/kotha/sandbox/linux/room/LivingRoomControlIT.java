package io.kotha.sandbox.linux.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Freezing and signalling all programs of a room that lives. */
@Timeout(60)
class LivingRoomControlIT {

  private static final int SIGKILL = 9;
  private static final int SIGUSR1 = 10;
  private static final CopyIn COPY = new CopyIn(new CopyIn.Bytes(new byte[] {'x'}), "/tmp/x", 0644);

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
  }

  private static Duration cpu(SandboxProcess program) {
    return program.stats().cpu().total().orElseThrow();
  }

  private static void assertStopped(List<SandboxProcess> programs) throws Exception {
    List<Duration> before = programs.stream().map(LivingRoomControlIT::cpu).toList();
    Thread.sleep(200);
    assertThat(programs.stream().map(LivingRoomControlIT::cpu)).isEqualTo(before);
  }

  // ---- freezing ----

  @Test
  void frozenRoomUsesNoCpuTimeUntilThawed() throws Exception {
    Features.require("cgroup.v2");
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().open()) {
      List<SandboxProcess> programs =
          List.of(
              room.start(Rooms.probe("spin"), "2", "15"),
              room.start(Rooms.probe("spin"), "1", "15"));
      Poll.until("some CPU time", () -> programs.stream().allMatch(p -> cpu(p).toMillis() > 20));
      room.freeze();
      assertStopped(programs);
      room.freeze(); // A second call changes nothing.
      assertStopped(programs);
      List<Duration> frozen = programs.stream().map(LivingRoomControlIT::cpu).toList();
      room.thaw();
      room.thaw();
      for (int i = 0; i < programs.size(); i++) {
        SandboxProcess program = programs.get(i);
        Duration earlier = frozen.get(i);
        Poll.until("more CPU time", () -> cpu(program).compareTo(earlier) > 0);
      }
    }
    before.assertNone();
  }

  @Test
  void frozenRoomStartsNoProgramAndTakesNoFile() throws Exception {
    Features.require("cgroup.v2");
    try (SandboxRoom room = Rooms.minimal().open()) {
      room.freeze();
      for (ThrowingCallable call :
          Stream.<ThrowingCallable>of(
                  () -> room.start("/bin/true"),
                  () -> room.run("/bin/true"),
                  () -> room.copyIn(COPY))
              .toList()) {
        assertThatThrownBy(call)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("frozen");
      }
      room.thaw();
      room.copyIn(COPY);
      assertThat(room.run("/bin/cat", "/tmp/x").stdout()).isEqualTo("x");
    }
  }

  /** A keeper in the freezer would start nothing and report no end. */
  @Test
  void programOfAFrozenRoomCanBeKilled() throws Exception {
    Features.require("cgroup.v2");
    try (SandboxRoom room = Rooms.minimal().open()) {
      SandboxProcess first = room.start("/bin/sh", "-c", "sleep 100 & sleep 100");
      SandboxProcess second = room.start("/bin/sleep", "100");
      Limits brief = Limits.NONE.time(Limits.NONE.time().wall(Duration.ofMillis(500)));
      SandboxProcess third = room.start(brief, Command.of("/bin/sleep", "100"));
      room.freeze();
      first.destroyForcibly();
      assertThat(first.onVerdict().get(5, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
      assertThat(third.onVerdict().get(5, TimeUnit.SECONDS))
          .isInstanceOf(Verdict.TimeExceeded.class);
      assertThat(second.isAlive()).isTrue();
      room.thaw();
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
  }

  @Test
  @Attack(
      value = "A8",
      move = "leaves a daemon in a frozen room that is closed",
      walls = Wall.PID_NAMESPACE)
  void frozenRoomCanBeClosed() throws Exception {
    Features.require("cgroup.v2");
    Leftovers before = Leftovers.snapshot();
    SandboxRoom room = Rooms.minimal().open();
    SandboxProcess program =
        room.start(
            "/bin/sh", "-c", "trap '' HUP INT TERM QUIT; setsid sleep 100 & echo; sleep 100");
    program.inputReader().readLine();
    room.freeze();
    room.close();
    assertThat(program.onVerdict().get(5, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
    before.assertNone();
  }

  @Test
  void frozenRoomThatIsResetIsNotFrozen() throws Exception {
    Features.require("cgroup.v2");
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().open()) {
      SandboxProcess program = room.start("/bin/sleep", "100");
      room.freeze();
      room.reset();
      assertThat(program.verdict()).isInstanceOf(Verdict.Killed.class);
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
    before.assertNone();
  }

  /** A program whose start has returned, or returns later, is frozen: none is missed. */
  @Test
  void freezeMissesNoProgramThatStarts() throws Exception {
    Features.require("cgroup.v2");
    ConcurrentLinkedQueue<SandboxProcess> programs = new ConcurrentLinkedQueue<>();
    Executor threads = task -> new Thread(task).start();
    try (SandboxRoom room = Rooms.minimal().open()) {
      List<CompletableFuture<Void>> starters = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starters.add(CompletableFuture.runAsync(() -> startUntilFrozen(room, programs), threads));
      }
      Poll.until("three programs", () -> programs.size() > 2);
      room.freeze();
      for (CompletableFuture<Void> starter : starters) {
        starter.get(20, TimeUnit.SECONDS);
      }
      assertStopped(List.copyOf(programs));
    }
  }

  private static void startUntilFrozen(
      SandboxRoom room, ConcurrentLinkedQueue<SandboxProcess> programs) {
    try {
      for (int i = 0; i < 16; i++) {
        programs.add(room.start(Rooms.probe("spin"), "1", "15"));
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("frozen");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hostWithoutATreeOfV2IsAnError() throws Exception {
    Features.require("cgroup.v2-absent");
    try (SandboxRoom room = Rooms.minimal().open()) {
      assertThatThrownBy(room::freeze).isInstanceOf(UnsupportedHostException.class);
      assertThatThrownBy(room::thaw).isInstanceOf(UnsupportedHostException.class);
    }
  }

  @Test
  void roomThatHasEndedCannotBeControlled() throws Exception {
    Features.require("cgroup.v2");
    SandboxRoom room = Rooms.minimal().open();
    room.close();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(room::freeze, room::thaw, () -> room.signal(SIGUSR1))) {
      assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
    }
  }

  // ---- signals ----

  /** More processes than the JVM signals at a time. */
  @Test
  void signalReachesEveryProcessOfEveryProgram() throws Exception {
    String children =
        "trap w=1 USR1; i=0; while [ $i -lt 40 ]; do ("
            + "trap 'echo >> /tmp/got$$; exit' USR1; echo >> /tmp/ready$$; sleep 50 & wait) &"
            + " i=$((i+1)); done; until [ $(wc -l < /tmp/ready$$) = 40 ]; do sleep 0.05; done;"
            + " echo ready; until [ $w ]; do sleep 0.05; done; echo woken; "
            // The rest of a program is killed when the program has ended.
            + "until [ $(wc -l < /tmp/got$$) = 40 ]; do sleep 0.05; done";
    try (SandboxRoom room = Rooms.minimal().open()) {
      List<SandboxProcess> programs = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        SandboxProcess program = room.start("/bin/sh", "-c", "> /tmp/got$$; " + children);
        assertThat(program.inputReader().readLine()).isEqualTo("ready");
        programs.add(program);
      }
      room.signal(SIGUSR1);
      for (SandboxProcess program : programs) {
        assertThat(program.inputReader().readLine()).isEqualTo("woken");
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(program.verdict().isSuccess()).isTrue();
      }
    }
  }

  /** The shell forks while it handles the signal. */
  @Test
  void processThatAHandlerForksIsNotSignalled() throws Exception {
    String script = "trap 'sleep 0.3; echo cleaned; exit 0' USR1; echo ready; sleep 50 & wait";
    try (SandboxRoom room = Rooms.minimal().open()) {
      SandboxProcess program = room.start("/bin/sh", "-c", script);
      assertThat(program.inputReader().readLine()).isEqualTo("ready");
      long before = System.nanoTime();
      room.signal(SIGUSR1);
      assertThat(program.inputReader().readLine()).isEqualTo("cleaned");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(300_000_000);
    }
  }

  @Test
  void signalDoesNotReachTheFirstProcess() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().open()) {
      SandboxProcess program = room.start("/bin/sleep", "100");
      room.signal(SIGKILL);
      assertThat(program.onVerdict().get(10, TimeUnit.SECONDS))
          .isInstanceOf(Verdict.Signaled.class);
      assertThat(room.isOpen()).isTrue();
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
      room.signal(SIGKILL); // no program runs
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
    before.assertNone();
  }

  @Test
  @Attack(
      value = "G10",
      move = "forks without end while all processes of a living room are signalled",
      walls = Wall.CGROUP)
  void signalEndsThoughTheProgramForksOn() throws Exception {
    try (SandboxRoom room = Rooms.minimal().pids(64).open()) {
      SandboxProcess bomb =
          room.start(
              "/bin/sh", "-c", "trap : USR1; echo; while :; do (trap : USR1; sleep 0.01) & done");
      bomb.inputReader().readLine();
      for (int i = 0; i < 20; i++) {
        room.signal(SIGUSR1);
      }
      room.signal(SIGKILL);
      assertThat(bomb.onVerdict().get(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
  }

  @Test
  void signalOutOfRangeIsRefused() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      for (int number : new int[] {0, 65, -1}) {
        assertThatThrownBy(() -> room.signal(number))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(Integer.toString(number));
      }
    }
  }
}
