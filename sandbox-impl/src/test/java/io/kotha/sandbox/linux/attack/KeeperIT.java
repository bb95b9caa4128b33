package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.CAPABILITIES;
import static io.kotha.sandbox.linux.attack.Wall.IDS;
import static io.kotha.sandbox.linux.attack.Wall.IPC_NAMESPACE;
import static io.kotha.sandbox.linux.attack.Wall.PID_NAMESPACE;
import static io.kotha.sandbox.linux.attack.Wall.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks on a room that lives: on its keeper, and on the programs that it forks later. */
@Timeout(60)
class KeeperIT {

  /** SETGID, SETUID and SETPCAP. */
  private static final long OF_KEEPER = 1 << 6 | 1 << 7 | 1 << 8;

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
  }

  private static Command sh(String script) {
    return Command.of("/bin/sh", "-c", script);
  }

  private static long keeperOf(SandboxProcess program) {
    return ProcessHandle.of(program.pid()).orElseThrow().parent().orElseThrow().pid();
  }

  @Test
  @Attack(
      value = "A20",
      move = "uses privileges that the keeper of a living room has over the host",
      walls = {CAPABILITIES, IDS})
  void keeperHasNoPrivilegeButToConfinePrograms() throws Exception {
    Sandbox plain = Rooms.minimal();
    try (SandboxRoom room = plain.open();
        SandboxProcess program = room.start("/bin/sleep", "100")) {
      HostView keeper = HostView.of(keeperOf(program));
      HostView payload = HostView.of(program.pid());
      for (String set : List.of("CapPrm", "CapEff")) {
        assertThat(Long.parseLong(keeper.status(set), 16)).as(set).isEqualTo(OF_KEEPER);
      }
      for (String set : List.of("CapInh", "CapBnd", "CapAmb")) {
        assertThat(Long.parseLong(keeper.status(set), 16)).as(set).isZero();
      }
      assertThat(keeper.status("NoNewPrivs")).isEqualTo("1");
      if (Lane.isRoot()) { // no other user can read the links of a process that is not dumpable
        assertThat(keeper.namespace("user"))
            .isEqualTo(payload.namespace("user"))
            .isNotEqualTo(HostView.self().namespace("user"));
        assertThat(keeper.status("Uid")).isNotEqualTo(payload.status("Uid"));
      }
    }
    Sandbox keeps = plain.keepCaps(Capability.NET_RAW);
    try (SandboxRoom room = keeps.open();
        SandboxProcess program = room.start("/bin/sleep", "100")) {
      HostView keeper = HostView.of(keeperOf(program));
      assertThat(Long.parseLong(keeper.status("CapEff"), 16)).isEqualTo(OF_KEEPER | 1 << 13);
    }
  }

  /** The keeper's sockets lead to the zygote. It has closed the one to the JVM of a program. */
  @Test
  @Attack(
      value = "A20",
      move = "finds a file of the host open in the keeper of its room",
      walls = {IDS, PID_NAMESPACE})
  void keeperHoldsNoFileOfTheHost() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "the descriptors of a process that is not dumpable are root's");
    }
    try (SandboxRoom room = Rooms.minimal().open();
        SandboxProcess program = room.start("/bin/sleep", "100")) {
      Set<String> kinds = new TreeSet<>();
      Path fds = Path.of("/proc", Long.toString(keeperOf(program)), "fd");
      try (Stream<Path> all = Files.list(fds)) {
        for (Path fd : all.toList()) {
          kinds.add(Files.readSymbolicLink(fd).toString().replaceAll("\\d+", "N"));
        }
      }
      kinds.remove("anon_inode:[landlock-ruleset]");
      assertThat(kinds)
          .isSubsetOf("/dev/null", "socket:[N]", "anon_inode:[pidfd]", "anon_inode:[signalfd]")
          .hasSizeGreaterThanOrEqualTo(3);
    }
  }

  /** Without a filter. An ordinary user's keeper has the payload's own uid. */
  @ParameterizedTest
  @CsvSource({
    "ptrace 16 1 0 0, EPERM",
    "'pidfd_open 1 0 , pidfd_getfd $ 3 0', EPERM",
    "openat -100 s:/proc/1/mem 2 0, EACCES",
    "openat -100 s:/proc/1/environ 0 0, EACCES",
    "openat -100 s:/proc/1/fd 0 0, EACCES",
    "kcmp 1 1 0 0 0, EPERM"
  })
  @Attack(
      value = "A4",
      move = "reads or writes the keeper of a living room: `{0}`",
      walls = {CAPABILITIES, IDS})
  void keeperCannotBeReadOrWritten(String calls, String errno, Seen seen) throws Exception {
    try (SandboxRoom room = Calls.unfiltered().open()) {
      Command command = Command.of(Rooms.probe("sys")).args(calls.split(" "));
      List<String> lines = room.run(command).stdout().lines().toList();
      String last = lines.get(lines.size() - 1);
      assertThat(last).endsWith(" " + errno);
      seen.was(errno);
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
  }

  @Test
  @Attack(
      value = "A20",
      move = "kills or stops everything in a living room, the keeper included",
      walls = {PID_NAMESPACE, SUPERVISOR})
  void keeperSurvivesSignals() throws Exception {
    try (SandboxRoom room = Calls.unfiltered().open()) {
      for (String signal : List.of("9", "19", "15", "11")) {
        String calls = "kill 1 " + signal + " , kill -1 " + signal;
        room.run(Command.of(Rooms.probe("sys")).args(calls.split(" ")));
        assertThat(room.run("/bin/true").verdict().isSuccess()).as(signal).isTrue();
      }
    }
  }

  /**
   * Before execve, a program has the uid of an earlier one, which may stop it. Landlock would keep
   * the programs of a room from signalling each other.
   */
  @Test
  @Attack(
      value = "A20",
      move = "stops each program that comes into its room before it is confined",
      walls = SUPERVISOR)
  void stoppedProgramTimesOutAndRoomStaysUsable() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Calls.unfiltered().landlock(Landlock.off()).open()) {
      SandboxProcess hostile = room.start(sh("while :; do kill -STOP -1 2>/dev/null; done"));
      Duration patience = Duration.ofSeconds(30); // about half of the signals come in time
      Poll.until("a program that is stopped before execve", patience, () -> timesOut(room));
      hostile.destroyForcibly().waitFor();
      Poll.until("a program that runs", () -> succeeds(room));
    }
    before.assertNone();
  }

  /** Returns false if the program was stopped after execve, or not at all. */
  private static boolean timesOut(SandboxRoom room) throws Exception {
    Limits brief =
        Limits.NONE.time(
            Limits.NONE.time().setup(Duration.ofMillis(500)).wall(Duration.ofSeconds(1)));
    try {
      room.run(brief, Command.of("/bin/true"));
      return false;
    } catch (SetupTimeoutException e) {
      return true;
    }
  }

  private static boolean succeeds(SandboxRoom room) throws Exception {
    try {
      return room.run("/bin/true").verdict().isSuccess();
    } catch (SandboxException e) {
      return false; // on a machine that is busy
    }
  }

  @Test
  @Attack(
      value = "A20",
      move = "changes all that a process inherits before the next program comes",
      walls = SUPERVISOR)
  void programInheritsNothingOfAnEarlierOne() throws Exception {
    String state =
        "umask; pwd; env | sort; cat /proc/self/limits; grep -E 'Sig(Blk|Ign)' /proc/self/status;"
            + " cat /proc/self/oom_score_adj; ls -l /proc/self/fd | grep -c socket;"
            + " stat=($(cat /proc/$$/stat)); echo leads its session: $((stat[5] == $$));"
            + " echo terminal: ${stat[6]} ${stat[7]}; echo nice: ${stat[18]}";
    String sys = Rooms.probe("sys");
    String attack =
        "umask 0; cd /tmp; export A=b; ulimit -n 50; ulimit -c 0; trap '' TERM HUP;"
            + " echo 1000 > /proc/self/oom_score_adj; kill -STOP 1; kill -TERM 1;"
            + (" %s setpriority 0 $$ 19; %s setpriority 0 1 19;" + state).formatted(sys, sys);
    try (SandboxRoom room = Calls.unfiltered().open()) {
      String before = room.run(sh(state)).stdout();
      assertThat(before).contains("leads its session: 1", "terminal: 0 -1");
      assertThat(room.run(sh(attack)).stdout())
          .contains("setpriority 0\nsetpriority EPERM\n", "nice: 19");
      assertThat(room.run(sh(state)).stdout()).isEqualTo(before);
    }
  }

  @Test
  @Attack(
      value = "C10",
      move = "reads the path of a living room's cgroups on the host",
      walls = IPC_NAMESPACE)
  void groupsAboveTheRoomAreInvisible() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      SandboxResult result = room.run("/bin/cat", "/proc/self/cgroup");
      assertThat(result.stdout().lines())
          .allMatch(
              line -> line.matches("\\d+:[^:]*:(/\\.\\.)?/program-\\d+") || line.endsWith(":/"))
          .anyMatch(line -> line.contains("program-"));
      assertThat(result.stdout()).doesNotContain("kotha", "jvm-");
    }
  }

  @Test
  @Attack(
      value = "A8",
      move = "leaves daemons that fork all the time when a program of a living room ends",
      walls = Wall.CGROUP)
  void forkingDaemonsEndWithTheirProgram() throws Exception {
    // The program itself reads the token, so that only its daemon has it in a command line.
    String daemon = "while :; do (sleep 0.01 &); done; : $token";
    String script = "read token; setsid sh -c \"" + daemon + "\" >/dev/null 2>&1 & read; exit 0";
    try (SandboxRoom room = Rooms.minimal().pids(30).open()) {
      for (int i = 0; i < 5; i++) {
        String token = "t" + UUID.randomUUID();
        try (SandboxProcess program = room.start(sh(script));
            Writer stdin = program.outputWriter()) {
          stdin.append(token).append("\n").flush();
          Poll.until("the daemon", () -> !HostView.pidsWith(token).isEmpty());
          stdin.close();
          assertThat(program.waitFor()).isZero();
        }
        assertThat(HostView.pidsWith(token)).isEmpty();
        assertThat(room.run(sh("ls -d /proc/[0-9]* | wc -l")).stdout().strip())
            .isIn("3", "4", "5"); // the keeper, the shell and its children
      }
    }
  }
}
