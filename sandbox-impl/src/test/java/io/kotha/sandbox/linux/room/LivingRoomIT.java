package io.kotha.sandbox.linux.room;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms that live until they are closed, and their programs. */
@Timeout(60)
class LivingRoomIT {

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
  }

  private static Command sh(String script) {
    return Command.of("/bin/sh", "-c", script);
  }

  private static String out(SandboxRoom room, String script) throws Exception {
    SandboxResult result = room.run(sh(script));
    assertThat(result.verdict().isSuccess()).as(result + result.stderr()).isTrue();
    return result.stdout().strip();
  }

  @Test
  void programsFindWhatEarlierOnesLeft() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().open()) {
      for (int i = 0; i < 20; i++) {
        out(room, "echo " + i + " >> /tmp/log");
      }
      List<String> numbers = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
      assertThat(out(room, "cat /tmp/log").lines()).containsExactlyElementsOf(numbers);
      assertThat(room.isOpen()).isTrue();
    }
    before.assertNone();
  }

  @Test
  void processesEndWithTheirProgram() throws Exception {
    String token = "t" + UUID.randomUUID();
    try (SandboxRoom room = Rooms.minimal().open()) {
      out(room, "for i in 1 2 3; do (setsid sh -c 'sleep 100; : " + token + "') & done; sleep 0.1");
      assertThat(HostView.pidsWith(token)).isEmpty();
      assertThat(out(room, "echo next")).isEqualTo("next");
    }
  }

  @Test
  void programsRunBesideEachOther() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().open()) {
      List<SandboxProcess> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        all.add(room.start(sh("read line; echo $line; exit " + i)));
      }
      all.get(3).destroyForcibly();
      assertThat(all.get(3).onVerdict().get(10, TimeUnit.SECONDS))
          .isInstanceOf(Verdict.Killed.class);
      for (int i = 0; i < 10; i++) {
        if (i != 3) {
          assertThat(all.get(i).isAlive()).isTrue();
          all.get(i).outputWriter().append("to " + i).close();
          assertThat(all.get(i).inputReader().readLine()).isEqualTo("to " + i);
          assertThat(all.get(i).waitFor()).isEqualTo(i);
        }
      }
    }
    before.assertNone();
  }

  /** The keeper has a table of this size, and frees an entry when it reaps the program. */
  @Test
  void programBeyondTheLimitOf64IsRefused() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Command sleep =
        Command.of("/bin/sleep", "100").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    try (SandboxRoom room = Rooms.minimal().wallTime(Duration.ofSeconds(50)).open()) {
      List<SandboxProcess> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        all.add(room.start(sleep));
      }
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> room.start(sleep))
            .isInstanceOfSatisfying(
                SetupException.class,
                e -> {
                  assertThat(e.step()).isEqualTo(SetupStep.FORK);
                  assertThat(e.item()).isEqualTo(10);
                })
            .hasMessageContaining("EAGAIN");
        all.get(i).destroyForcibly().waitFor();
        all.add(room.start(sleep));
      }
      assertThat(all.stream().filter(SandboxProcess::isAlive)).hasSize(64);
    }
    before.assertNone();
  }

  @Test
  void eachProgramHasLimitsOfItsOwn() throws Exception {
    try (SandboxRoom room = Rooms.minimal().memory(MB(64)).pids(20).open()) {
      SandboxProcess other = room.start("/bin/sleep", "100");
      Limits small = Limits.NONE.memory(Limits.NONE.memory().max(MB(16)));
      assertThat(room.run(small, Command.of(Rooms.probe("hoard"), "memfd")).verdict())
          .isInstanceOf(Verdict.MemoryExceeded.class);
      Limits little = Limits.NONE.time(Limits.NONE.time().wall(Duration.ofMillis(200)));
      assertThat(room.run(little, Command.of("/bin/sleep", "100")).verdict())
          .isInstanceOf(Verdict.TimeExceeded.class);
      Limits cpu = Limits.NONE.time(Limits.NONE.time().cpu(Duration.ofMillis(200)));
      assertThat(room.run(cpu, sh("while :; do :; done")).verdict())
          .isInstanceOf(Verdict.TimeExceeded.class);
      Limits few = Limits.NONE.pids(3);
      assertThat(room.run(few, sh("sleep 1 & sleep 1 & sleep 1 & sleep 1 & wait")).stderr())
          .containsIgnoringCase("fork");
      assertThat(other.isAlive()).isTrue();
      assertThat(out(room, "echo next")).isEqualTo("next");
    }
  }

  @Test
  void limitsOfTheRoomBoundTheSum() throws Exception {
    try (SandboxRoom room = Rooms.minimal().memory(MB(64)).pids(8).open()) {
      SandboxProcess first = room.start(sh("sleep 100 & sleep 100 & sleep 100 & wait"));
      Poll.until("four processes", () -> first.descendants().count() == 3);
      Limits many = Limits.NONE.pids(1_000);
      SandboxResult second =
          room.run(many, sh("for i in 1 2 3 4 5 6 7 8; do sleep 1 & done; wait"));
      assertThat(second.stderr()).containsIgnoringCase("fork");
    }
  }

  @Test
  void limitThatTheRoomCannotGiveIsAnError() throws Exception {
    Features.require("cgroup.cpuset");
    try (SandboxRoom room = Rooms.minimal().open()) {
      Limits pinned = Limits.NONE.cpu(Limits.NONE.cpu().cpus(io.kotha.sandbox.limits.CpuSet.of(0)));
      assertThatThrownBy(() -> room.run(pinned, Command.of("/bin/true")))
          .isInstanceOf(UnsupportedHostException.class)
          .hasMessageContaining("the room was opened without");
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
  }

  @Test
  void programThatCannotBeExecutedLeavesTheRoomOpen() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      assertThatThrownBy(() -> room.start("/no/such/program"))
          .isInstanceOfSatisfying(
              SetupException.class, e -> assertThat(e.step()).isEqualTo(SetupStep.EXEC));
      assertThat(out(room, "echo next")).isEqualTo("next");
    }
  }

  /** The keeper reports the end of every program. Only the host can stop it. */
  @Test
  void killedProgramEndsWhileTheKeeperIsStopped() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().open()) {
      SandboxProcess program = room.start("/bin/sleep", "100");
      String keeper =
          Long.toString(program.toHandle().parent().map(ProcessHandle::pid).orElseThrow());
      HostCommand.run("kill", "-STOP", keeper).orThrow();
      program.destroyForcibly();
      boolean ended = program.waitFor(10, TimeUnit.SECONDS);
      HostCommand.run("kill", "-CONT", keeper).orThrow();
      assertThat(ended).isTrue();
      assertThat(program.verdict()).isInstanceOf(Verdict.Killed.class);
      assertThat(out(room, "echo on")).isEqualTo("on");
    }
    before.assertNone();
  }

  @Test
  void closingKillsEveryProgram() throws Exception {
    Leftovers before = Leftovers.snapshot();
    SandboxRoom room = Rooms.minimal().open();
    SandboxProcess a = room.start("/bin/sleep", "100");
    SandboxProcess b = room.start(sh("trap '' TERM; sleep 100 & wait"));
    room.close();
    room.close();
    for (SandboxProcess process : List.of(a, b)) {
      assertThat(process.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
    }
    assertThat(room.isOpen()).isFalse();
    assertThatThrownBy(() -> room.start("/bin/true")).isInstanceOf(IllegalStateException.class);
    before.assertNone();
  }

  @ParameterizedTest
  @Attack(
      value = "A20",
      move = "looks for a protection that a later program of a living room lacks: {0}",
      walls = {Wall.CAPABILITIES, Wall.FILTER})
  @ValueSource(strings = {"plain", "user", "capabilities", "loopback", "none", "kill"})
  void everyProgramHasTheWallsOfASingleOne(String kind) throws Exception {
    Sandbox sandbox =
        switch (kind) {
          case "user" -> Rooms.minimal().user(1000, 1000);
          case "capabilities" -> Rooms.minimal().keepCaps(Capability.NET_RAW, Capability.CHOWN);
          case "loopback" -> Rooms.minimal().loopback();
          case "none" -> Rooms.minimal().syscalls(SyscallPolicy.none());
          case "kill" ->
              Rooms.minimal()
                  .syscalls(SyscallPolicy.standard().deny(SyscallAction.kill(), "sched_yield"));
          default -> Rooms.minimal();
        };
    // The kernel refuses clone3 with EINVAL: a structure of no bytes is too short.
    String calls = Rooms.probe("sys") + " clone3 0 0 , setgroups 1 z:4";
    String walls =
        "id; grep -E '^(Cap|NoNewPrivs|Seccomp|Uid|Gid|Groups)' /proc/self/status;"
            + " cat /proc/self/uid_map; ls -l /proc/self/fd | wc -l;"
            + " cat /proc/self/limits; cat /proc/self/oom_score_adj; cat /proc/net/dev | wc -l; "
            + calls;
    String alone = Rooms.out(sandbox, walls);
    assertThat(alone.lines())
        .contains(kind.equals("none") ? "clone3 EINVAL" : "clone3 ENOSYS", "setgroups EPERM");
    try (SandboxRoom room = sandbox.open()) {
      for (int i = 0; i < 2; i++) {
        String lines = room.run(sh(walls)).stdout().strip();
        assertThat(withoutHostIds(lines)).isEqualTo(withoutHostIds(alone));
      }
    }
  }

  @Test
  void programsShareTheNamespacesOfTheirRoom() throws Exception {
    List<String> ofHost =
        Stream.of("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")
            .map(HostView.self()::namespace)
            .toList();
    String links = "for n in /proc/self/ns/*; do readlink $n; done";
    try (SandboxRoom room = Rooms.minimal().open()) {
      List<String> first = out(room, links).lines().toList();
      assertThat(first).doesNotContainAnyElementsOf(ofHost).hasSizeGreaterThan(ofHost.size());
      assertThat(out(room, links).lines()).isEqualTo(first);
    }
  }

  /** The programs have one uid, so that the kernel allows the signal without Landlock. */
  @Test
  @Attack(value = "A20", move = "signals another program of a living room", walls = Wall.LANDLOCK)
  void programsCannotSignalEachOther() throws Exception {
    Features.require("landlock.scope");
    for (Landlock landlock : List.of(Landlock.required(), Landlock.off())) {
      try (SandboxRoom room = Rooms.minimal().landlock(landlock).open();
          SandboxProcess other = room.start(sh("echo $$; sleep 100"))) {
        String pid = other.inputReader().readLine();
        assertThat(out(room, Rooms.probe("sys") + " kill " + pid + " 0"))
            .isEqualTo(landlock.equals(Landlock.off()) ? "kill 0" : "kill EPERM");
      }
    }
  }

  private static String withoutHostIds(String walls) {
    return walls.replaceAll("(?m)^ *0 +\\d{6,} ", "0 LEASED ");
  }

  @Test
  void fatalCallEndsItsProgramOnly() throws Exception {
    SyscallPolicy policy = SyscallPolicy.standard().deny(SyscallAction.kill(), "acct");
    try (SandboxRoom room = Rooms.minimal().syscalls(policy).open()) {
      SandboxProcess other = room.start("/bin/sleep", "100");
      assertThat(room.run(Rooms.probe("sys"), "acct", "0").verdict())
          .isInstanceOf(Verdict.SyscallDenied.class);
      assertThat(other.isAlive()).isTrue();
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
  }

  @Test
  void roomThatCopiesFilesOutCannotBeOpened() {
    assertRefused(
        Rooms.minimal().copyOut("/tmp/x", Path.of("x")),
        "copyOut",
        "no end of its program, at which files are copied out");
  }

  @Test
  void roomWithoutPidNamespaceCannotBeOpened() {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "an ordinary user cannot share the pid namespace");
    }
    assertRefused(
        Rooms.minimal().share(Namespace.PID).withoutProc(),
        "share.pid",
        "ends all its programs by its pid namespace");
  }

  private static void assertRefused(Sandbox sandbox, String feature, String reason) {
    assertThatThrownBy(sandbox::open)
        .isInstanceOfSatisfying(
            UnsupportedHostException.class,
            e -> {
              assertThat(e.missing()).extracting(Missing::feature).containsExactly(feature);
              assertThat(e.missing().get(0).reason()).contains(reason);
            });
  }
}
