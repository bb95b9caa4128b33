package io.kotha.sandbox.linux.room;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.RoomEndedException;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.AdoptingJvm;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are brought into a room that was started for another one. */
@Timeout(60)
class ExecIT {

  private static final Command SLEEP =
      Command.of("/bin/sleep", "100").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
  }

  private static Command sh(String script) {
    return Command.of("/bin/sh", "-c", script);
  }

  private static String out(SandboxProcess room, String script) throws Exception {
    try (SandboxProcess p = room.exec(sh(script).stderr(Stdio.STDOUT))) {
      String text = new String(p.getInputStream().readAllBytes());
      assertThat(p.onVerdict().get(20, TimeUnit.SECONDS).isSuccess()).as(text).isTrue();
      return text.strip();
    }
  }

  @Test
  @Scenario("D14")
  void secondProgramSeesFilesAndProcessesOfTheFirst() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxProcess first = Rooms.minimal().start(sh("echo 1 > /tmp/x; echo; read line"))) {
      first.inputReader().readLine();
      assertThat(out(first, "cat /tmp/x; echo 2 >> /tmp/x")).isEqualTo("1");
      assertThat(out(first, "cat /tmp/x")).isEqualTo("1\n2");
      assertThat(out(first, "tr '\\0' ' ' < /proc/2/cmdline")).contains("read line");
      assertThat(first.isAlive()).isTrue();
      first.outputWriter().append("end\n").close();
      assertThat(first.waitFor()).isZero();
    }
    before.assertNone();
  }

  private static Sandbox room(String kind) {
    return switch (kind) {
      case "user" -> Rooms.minimal().user(1000, 1000);
      case "capabilities" -> Rooms.minimal().keepCaps(Capability.NET_RAW, Capability.CHOWN);
      case "loopback" -> Rooms.minimal().loopback();
      case "none" -> Rooms.minimal().syscalls(SyscallPolicy.none());
      case "kill" ->
          Rooms.minimal()
              .syscalls(SyscallPolicy.standard().deny(SyscallAction.kill(), "sched_yield"));
      case "unmapped" -> Rooms.minimal().idMap(IdMap.none());
      case "shifted" ->
          Rooms.minimal().timeNs(new TimeOffsets(Duration.ofDays(1000), Duration.ofDays(1000)));
      case "shifted and locked" ->
          Rooms.minimal().timeNs(Duration.ofDays(1000)).keepCaps(Capability.NET_RAW);
      case "network" -> Rooms.minimal().share(Namespace.NET);
      case "without Landlock" -> Rooms.minimal().landlock(Landlock.off());
      default -> Rooms.minimal();
    };
  }

  @ParameterizedTest
  @Scenario("D14")
  @Trap("exec stays in the cgroup and restricted")
  @Attack(
      value = "A20",
      move = "looks for a protection that a program which joins a room lacks: {0}",
      walls = {Wall.CAPABILITIES, Wall.FILTER})
  @ValueSource(
      strings = {
        "plain",
        "user",
        "capabilities",
        "loopback",
        "none",
        "kill",
        "unmapped",
        "shifted",
        "shifted and locked",
        "network",
        "without Landlock"
      })
  void secondProgramHasTheWallsOfTheFirst(String kind) throws Exception {
    String calls =
        Rooms.probe("sys") + " clone3 0 0 , setgroups 1 z:4 , acct 0 , sethostname z:2 1";
    String walls =
        "id; grep -E '^(Cap|NoNewPrivs|Seccomp|Uid|Gid|Groups|Shd|Sig)' /proc/self/status;"
            + " for n in ipc mnt net pid time user uts; do readlink /proc/self/ns/$n; done;"
            + " cat /proc/self/uid_map; ls -l /proc/self/fd | wc -l; umask; pwd; env;"
            + " cat /proc/self/limits /proc/self/oom_score_adj /proc/self/cgroup /proc/mounts;"
            + " read up idle < /proc/uptime; test ${#up} -gt 10; echo shifted $?; cat /proc/net/dev | wc -l;"
            + " echo x > /x; echo x > /usr/x; "
            + calls;
    try (SandboxProcess first =
        room(kind).start(sh("{ " + walls + "; } 2>&1; echo end; read line"))) {
      List<String> alone = new ArrayList<>();
      for (String l = first.inputReader().readLine();
          !"end".equals(l);
          l = first.inputReader().readLine()) {
        alone.add(l);
      }
      assertThat(alone).contains("setgroups EPERM").hasSizeGreaterThan(60);
      for (int i = 0; i < 2; i++) {
        assertThat(out(first, "{ " + walls + "; } 2>&1").lines()).containsExactlyElementsOf(alone);
      }
    }
  }

  @Test
  @Attack(
      value = "A4",
      move = "looks into a process that joins its room, while that is still the helper",
      walls = Wall.UNDUMPABLE)
  void joiningProcessCannotBeLookedInto() throws Exception {
    for (Landlock landlock : List.of(Landlock.off(), Landlock.whereAvailable())) {
      Sandbox sandbox = Rooms.minimal().landlock(landlock).syscalls(SyscallPolicy.none());
      try (SandboxProcess snoop = sandbox.start(Rooms.probe("snoop"))) {
        assertThat(snoop.inputReader().readLine()).isEqualTo("ready");
        for (int i = 0; i < 40; i++) {
          assertThat(snoop.exec(sh(": ")).waitFor()).isZero();
        }
        snoop.outputWriter().append("x").close();
        String said = new String(snoop.getInputStream().readAllBytes()).strip();
        assertThat(said).matches("seen [1-9]\\d*");
      }
    }
  }

  @Test
  @Attack(
      value = "A20",
      move = "looks for the process that brings a program into its room",
      walls = Wall.PID_NAMESPACE)
  void joinerIsNotInTheRoom() throws Exception {
    try (SandboxProcess first = Rooms.minimal().start(SLEEP);
        SandboxProcess second = first.exec(SLEEP)) {
      assertThat(second.isAlive()).isTrue();
      String all = out(first, "for p in /proc/[0-9]*; do cat $p/comm; done");
      assertThat(all.lines()).filteredOn(name -> name.equals("sleep")).hasSize(2);
      assertThat(all).doesNotContain("joiner");
      assertThat(HostView.of(second.pid()).namespace("pid"))
          .isEqualTo(HostView.of(first.pid()).namespace("pid"));
    }
  }

  @Test
  @Scenario("D14")
  void endOfTheFirstEndsTheOthers() throws Exception {
    Leftovers before = Leftovers.snapshot();
    for (boolean killed : new boolean[] {false, true}) {
      SandboxProcess first = Rooms.minimal().start(sh("read line"));
      SandboxProcess second = first.exec(SLEEP);
      SandboxProcess third = first.exec(sh("trap '' TERM; sleep 100 & wait"));
      if (killed) {
        first.destroyForcibly();
      } else {
        first.outputWriter().append("end\n").close();
      }
      for (SandboxProcess p : List.of(second, third)) {
        assertThat(p.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
      }
      assertThat(first.onVerdict().get(10, TimeUnit.SECONDS))
          .isInstanceOf(killed ? Verdict.Killed.class : Verdict.Exited.class);
      assertThatThrownBy(() -> first.exec("/bin/true")).isInstanceOf(RoomEndedException.class);
      assertThatThrownBy(() -> second.exec("/bin/true")).isInstanceOf(RoomEndedException.class);
    }
    before.assertNone();
  }

  /** Whenever the room ends, a start succeeds or says that it has ended. */
  @Test
  void startThatRacesWithTheEndIsToldSo() throws Exception {
    Leftovers before = Leftovers.snapshot();
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      SandboxProcess first = Rooms.minimal().start("/bin/sleep", "0.0" + i % 10);
      try {
        while (true) {
          first.exec(Command.of("/bin/true").stdout(Stdio.NULL).stderr(Stdio.NULL)).waitFor();
        }
      } catch (RoomEndedException e) {
        refused++;
      }
      assertThat(first.waitFor()).isZero();
    }
    assertThat(refused).isEqualTo(20);
    before.assertNone();
  }

  @Test
  void endOfTheSecondLeavesTheFirst() throws Exception {
    String token = "t" + UUID.randomUUID();
    try (SandboxProcess first = Rooms.minimal().start(SLEEP)) {
      out(first, "(setsid sh -c 'sleep 100; : " + token + "') & sleep 0.1");
      assertThat(HostView.pidsWith(token)).isEmpty();
      SandboxProcess second = first.exec(SLEEP);
      second.destroyForcibly();
      assertThat(second.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
      SandboxProcess third = first.exec(sh("kill -SEGV $$"));
      assertThat(third.waitFor()).isEqualTo(128 + 11);
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void secondProgramHasClocksOfItsOwn() throws Exception {
    Sandbox sandbox = Rooms.minimal().wallTime(Duration.ofSeconds(3));
    try (SandboxProcess first = sandbox.start(SLEEP)) {
      Limits limits = sandbox.limits();
      first.update(limits.time(limits.time().wall(Duration.ofMinutes(1))));
      SandboxProcess second = first.exec(SLEEP);
      assertThat(second.onVerdict().get(20, TimeUnit.SECONDS))
          .isInstanceOf(Verdict.TimeExceeded.class);
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void secondProgramHasAnOutputLimitOfItsOwn() throws Exception {
    try (SandboxProcess first = Rooms.minimal().output(MB(1)).start(sh("read line"))) {
      SandboxProcess second = first.exec(sh("head -c 2000000 /dev/zero; sleep 100"));
      assertThat(second.getInputStream().readAllBytes()).hasSize(1_000_000);
      assertThat(second.onVerdict().get(20, TimeUnit.SECONDS))
          .isInstanceOf(Verdict.OutputExceeded.class);
      first.outputWriter().append("end\n").close();
      assertThat(first.waitFor()).isZero();
    }
  }

  /** The two have one uid, so that the kernel allows the signal without Landlock. */
  @Test
  @Attack(
      value = "A20",
      move = "signals the first program of its room, which it has joined",
      walls = Wall.LANDLOCK)
  void secondProgramCannotSignalTheFirst() throws Exception {
    Features.require("landlock.scope");
    for (Landlock landlock : List.of(Landlock.required(), Landlock.off())) {
      try (SandboxProcess first = Rooms.minimal().landlock(landlock).start(SLEEP)) {
        assertThat(out(first, Rooms.probe("sys") + " kill 2 0"))
            .isEqualTo(landlock.equals(Landlock.off()) ? "kill 0" : "kill EPERM");
      }
    }
  }

  /** The use of the second counts to the room, whose limit is the first to be reached. */
  @Test
  void processorTimeCountsToTheRoom() throws Exception {
    try (SandboxProcess first = Rooms.minimal().cpuTime(Duration.ofMillis(300)).start(SLEEP)) {
      SandboxProcess second = first.exec(sh("while :; do :; done"));
      assertThat(first.onVerdict().get(10, TimeUnit.SECONDS))
          .isInstanceOf(Verdict.TimeExceeded.class);
      assertThat(second.onVerdict().get(10, TimeUnit.SECONDS).isSuccess()).isFalse();
    }
  }

  @Test
  @Attack(
      value = "A20",
      move = "uses more memory in a program that joins the room than the room may use",
      walls = Wall.CGROUP)
  void limitsOfTheRoomHoldForBoth() throws Exception {
    Command twenty = Command.of(Rooms.probe("alloc"), "20");
    String twentyToo = "head -c 20000000 /dev/zero > /tmp/x; echo; sleep 100";
    for (int most : new int[] {32, 64}) {
      try (SandboxProcess first = Rooms.minimal().memory(MB(most)).start(sh(twentyToo))) {
        assertThat(first.inputReader().readLine()).isEmpty();
        Verdict verdict = first.exec(twenty).onVerdict().get(20, TimeUnit.SECONDS);
        assertThat(verdict.isSuccess()).as(most + ": " + verdict).isEqualTo(most == 64);
      }
    }
  }

  @Test
  void startInAFrozenRoomTimesOut() throws Exception {
    Features.require("cgroup.v2");
    Sandbox sandbox = Rooms.minimal().setupTime(Duration.ofSeconds(2));
    try (SandboxProcess first = sandbox.start(SLEEP)) {
      first.freeze();
      assertThatThrownBy(() -> first.exec(SLEEP)).isInstanceOf(SetupTimeoutException.class);
      first.thaw();
      assertThat(out(first, "echo next")).isEqualTo("next");
    }
  }

  @Test
  void programThatCannotBeExecutedIsReported() throws Exception {
    try (SandboxProcess first = Rooms.minimal().start(SLEEP)) {
      assertThatThrownBy(() -> first.exec("/no/such/program"))
          .isInstanceOfSatisfying(
              SetupException.class, e -> assertThat(e.step()).isEqualTo(SetupStep.EXEC));
      assertThat(out(first, "echo next")).isEqualTo("next");
      assertThatThrownBy(() -> first.exec((Command) null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("command");
    }
  }

  @Test
  void programsOfAPoolAndOfARoomThatLivesHaveThemToo() throws Exception {
    try (SandboxPool pool = Rooms.minimal().pool(1);
        SandboxProcess first = pool.start(SLEEP)) {
      assertThat(out(first, "tr '\\0' ' ' < /proc/2/cmdline")).contains("sleep 100");
    }
    try (SandboxRoom room = Rooms.minimal().open();
        SandboxProcess first = room.start(sh("echo 1 > /tmp/x; echo; sleep 100"))) {
      first.inputReader().readLine();
      assertThat(out(first, "cat /tmp/x")).isEqualTo("1");
      first.destroyForcibly().waitFor();
      assertThat(out(first, "cat /tmp/x")).isEqualTo("1"); // the room goes on
    }
  }

  @Test
  void secondProgramInASharedPidNamespaceEndsWithTheRoom() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "an ordinary user cannot share the pid namespace");
    }
    Leftovers before = Leftovers.snapshot();
    Sandbox sandbox = Rooms.minimal().share(Namespace.PID).withoutProc();
    SandboxProcess first = sandbox.start(sh("read line"));
    assertThat(out(first, "id -u")).isEqualTo("0");
    SandboxProcess second = first.exec(SLEEP);
    first.outputWriter().append("end\n").close();
    assertThat(second.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
    assertThat(first.waitFor()).isZero();
    before.assertNone();
  }

  @Test
  void manyProgramsAtOnceLeaveNothing() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxProcess first = Rooms.minimal().start(SLEEP)) {
      List<SandboxProcess> all = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        all.add(first.exec(sh("read line; exit " + i)));
      }
      for (int i = 0; i < 30; i++) {
        all.get(i).outputWriter().append("end\n").close();
        assertThat(all.get(i).waitFor()).isEqualTo(i);
      }
    }
    before.assertNone();
    Poll.until("no joiner is left", () -> HostView.pidsWith("kotha-joiner").isEmpty());
  }

  /** A pid namespace does not end before each of its processes is reaped. */
  @Test
  void roomEndsWhereNobodyReapsOrphans() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(AdoptingJvm.class, TestRootfs.minimal().toString())) {
      assertThat(jvm.nextLine()).isEqualTo("ended");
    }
  }
}
