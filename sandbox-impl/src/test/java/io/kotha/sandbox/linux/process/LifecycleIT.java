package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of rooms, which leave nothing behind. */
@Timeout(60)
class LifecycleIT {

  @Test
  @Scenario("D01")
  void payloadIsAProcessOfTheHost() throws Exception {
    long pid;
    try (SandboxProcess p = Rooms.minimal().start("/bin/sleep", "100")) {
      pid = p.pid();
      ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
      assertThat(handle.isAlive()).isTrue();
      assertThat(p.toHandle().pid()).isEqualTo(pid);
      assertThat(p.isAlive()).isTrue();
      assertThat(ancestors(handle)).contains(ProcessHandle.current().pid());
      assertThat(HostCommand.run("kill", "-KILL", Long.toString(pid)).exit()).isZero();
      p.onExit().get(10, TimeUnit.SECONDS);
      assertThat(p.verdict()).isInstanceOf(Verdict.Signaled.class);
      assertThat(p.exitValue()).isEqualTo(137);
    }
    assertThat(HostView.isAlive(pid)).isFalse();
  }

  private static List<Long> ancestors(ProcessHandle handle) {
    List<Long> all = new ArrayList<>();
    for (var p = handle.parent(); p.isPresent(); p = p.get().parent()) {
      all.add(p.get().pid());
    }
    return all;
  }

  @Test
  @Scenario("D32")
  @Attack(value = "A8", move = "leaves processes behind", walls = Wall.PID_NAMESPACE)
  void runLeavesNothing() throws Exception {
    Leftovers before = Leftovers.snapshot();
    for (int i = 0; i < 10; i++) {
      Rooms.out(Rooms.minimal().writable(), "echo x > /etc/x; sleep 0.01 & echo y > /tmp/y; true");
    }
    try (SandboxProcess p = Rooms.minimal().start("/bin/sh", "-c", "sleep 100 & sleep 100")) {
      assertThat(p.isAlive()).isTrue();
    }
    Rooms.minimal().run("/bin/false");
    before.assertNone();
  }

  @Test
  @Scenario("D32")
  void failedStartLeavesNothing() {
    Leftovers before = Leftovers.snapshot();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> Rooms.minimal().start("/no/such/program"))
          .isInstanceOf(SandboxException.class);
      assertThatThrownBy(() -> Rooms.minimal().start(Command.of("/bin/true").in("/no/dir")))
          .isInstanceOf(SandboxException.class);
      assertThatThrownBy(
              () -> Rooms.minimal().bind(Path.of("/no/source"), "/mnt").start("/bin/true"))
          .isInstanceOf(SandboxException.class);
    }
    before.assertNone();
  }

  @Test
  @Scenario("D32")
  void nameIsTakenWhileItsRoomLives() throws Exception {
    String name = "web-" + ProcessHandle.current().pid();
    Sandbox named = Rooms.minimal().name(name);
    try (SandboxProcess first = named.start("/bin/sleep", "100")) {
      assertThatThrownBy(() -> named.start("/bin/true"))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining(name);
      assertThat(first.isAlive()).isTrue();
      first.destroyForcibly();
      first.onVerdict().get(10, TimeUnit.SECONDS);
    }
    Poll.until(
        "the name to be free",
        () -> {
          try {
            return named.run("/bin/true").verdict().isSuccess();
          } catch (SandboxException stillTaken) {
            return false;
          }
        });
  }

  @Test
  @Scenario("D32")
  void terminalIsATerminal() throws Exception {
    String script = "[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && stty size && echo 'for all' > /dev/tty";
    Command command = Command.of("/bin/sh", "-c", script).terminal(101, 37);
    try (SandboxProcess p = Rooms.minimal().start(command)) {
      String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(p.waitFor()).as(out).isZero();
      assertThat(out.lines().map(String::strip)).contains("37 101", "for all");
    }
    assertThat(Rooms.sh(Rooms.minimal(), "[ -t 0 ] || [ -t 1 ]").exitValue()).isEqualTo(1);
  }

  @Test
  @Scenario("D32")
  void terminalTakesInputAndItsInterruptKey() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Command cat = Command.of("/bin/cat").terminal(80, 24);
    try (SandboxProcess p = Rooms.minimal().start(cat)) {
      p.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
      p.getOutputStream().flush();
      assertThat(p.inputReader().readLine()).isEqualTo("hello");
      p.getOutputStream().write(3);
      p.getOutputStream().flush();
      assertThat(p.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(p.verdict()).isInstanceOf(Verdict.Signaled.class);
    }
    before.assertNone();
  }

  @Test
  @Scenario("D32")
  void programLearnsTheNewSizeOfItsTerminal() throws Exception {
    String script = "trap 'stty size' WINCH; stty size; while :; do sleep 0.01; done";
    Command command = Command.of("/bin/sh", "-c", script).terminal(101, 37);
    try (SandboxProcess p = Rooms.minimal().start(command)) {
      BufferedReader out = p.inputReader();
      assertThat(out.readLine()).isEqualTo("37 101");
      p.resizeTerminal(65_535, 1);
      assertThat(out.readLine()).isEqualTo("1 65535");
      assertThatThrownBy(() -> p.resizeTerminal(0, 1)).isInstanceOf(IllegalArgumentException.class);
      p.destroyForcibly().waitFor();
      p.resizeTerminal(80, 24);
    }
    try (SandboxProcess p = Rooms.minimal().start("/bin/sleep", "100")) {
      assertThatThrownBy(() -> p.resizeTerminal(80, 24))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Command.terminal");
    }
  }

  @Test
  @Scenario("D33")
  void roomRunsWithoutATerminal() throws Exception {
    Command quiet =
        Command.of("/bin/sleep", "100").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    try (SandboxProcess p = Rooms.minimal().start(quiet)) {
      assertThat(p.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
      p.destroy();
      assertThat(p.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(p.exitValue()).isEqualTo(143);
    }
  }

  @ParameterizedTest
  @Scenario("D33")
  @Trap("id/name ../x, ., tasks rejected")
  @ValueSource(
      strings = {"../x", ".", "..", "tasks", "a/b", "", "-rf", "a b", "cgroup.procs", "a\nb"})
  @Attack(value = "A22", move = "a room named `{0}`", walls = Wall.VALIDATOR)
  void invalidNameIsRefused(String name) {
    Leftovers before = Leftovers.snapshot();
    assertThatThrownBy(() -> Rooms.minimal().name(name).start("/bin/true"))
        .isInstanceOf(IllegalArgumentException.class);
    before.assertNone();
  }

  @Test
  @Scenario("D36")
  void hostCanReadFilesOfALiveRoom() throws Exception {
    String script = "echo from-inside > /tmp/state && echo ready && sleep 100";
    try (SandboxProcess p = Rooms.minimal().start("/bin/sh", "-c", script)) {
      assertThat(p.inputReader().readLine()).isEqualTo("ready");
      Path state = HostView.of(p.pid()).root().resolve("tmp/state");
      assertThat(state).hasContent("from-inside\n");
      HostCommand.run("kill", "-KILL", Long.toString(p.pid())).orThrow();
      assertThat(p.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @Scenario("D36")
  void settingTheClockIsDenied() throws Exception {
    Command clocks =
        Command.of(
            Rooms.probe("sys"),
            "clock_settime",
            "0",
            "h:00000000000000000000000000000000",
            ",",
            "settimeofday",
            "h:00000000000000000000000000000000",
            "0");
    assertThat(Rooms.out(Rooms.minimal(), clocks).lines())
        .containsExactly("clock_settime EPERM", "settimeofday EPERM");
  }

  @Test
  @Trap("spawning thread ends, child lives")
  void roomOutlivesTheThreadThatStartedIt() throws Exception {
    CompletableFuture<SandboxProcess> started = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                started.complete(Rooms.minimal().start("/bin/sleep", "100"));
              } catch (SandboxException e) {
                started.completeExceptionally(e);
              }
            },
            "test-starter");
    thread.start();
    thread.join();
    try (SandboxProcess p = started.get()) {
      assertThat(p.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(HostView.isAlive(p.pid())).isTrue();
    }
  }

  @Test
  @Trap("1,000 concurrent names without clash")
  void thousandNamedRoomsLiveAtOnce() throws Exception {
    Leftovers before = Leftovers.snapshot();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    List<SandboxProcess> rooms = new ArrayList<>();
    try {
      List<Callable<SandboxProcess>> starts = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        Sandbox named =
            Rooms.minimal()
                .wallTime(Duration.ofMinutes(5)) // An emulator takes two minutes to start them.
                .name("n" + ProcessHandle.current().pid() + "-" + i);
        Command sleep =
            Command.of("/bin/sleep", "100").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
        starts.add(() -> named.start(sleep));
      }
      List<String> failures = new ArrayList<>();
      for (Future<SandboxProcess> future : callers.invokeAll(starts)) {
        try {
          rooms.add(future.get());
        } catch (ExecutionException e) {
          failures.add(String.valueOf(e.getCause()));
        }
      }
      assertThat(failures.stream().limit(3)).isEmpty();
      assertThat(rooms).hasSize(1_000).allMatch(Process::isAlive);
      assertThat(rooms.stream().map(Process::pid).distinct()).hasSize(1_000);
    } finally {
      rooms.forEach(SandboxProcess::close);
      callers.shutdown();
    }
    for (SandboxProcess room : rooms) {
      room.onVerdict().get(20, TimeUnit.SECONDS);
    }
    before.assertNone();
  }

  @Test
  void closeKillsAndTheVerdictSaysSo() throws Exception {
    SandboxProcess p = Rooms.minimal().start("/bin/sh", "-c", "trap '' TERM; sleep 100 & wait");
    p.close();
    p.close();
    assertThat(p.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
    assertThat(p.exitValue()).isEqualTo(137);
  }

  @Test
  void interruptKillsTheRun() throws Exception {
    String token = "t" + UUID.randomUUID();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread runner =
        new Thread(
            () -> {
              try {
                Rooms.minimal().run("/bin/sh", "-c", "sleep 100; : " + token);
                thrown.complete(new AssertionError("ended"));
              } catch (SandboxException | InterruptedException e) {
                thrown.complete(e);
              }
            },
            "test-runner");
    runner.start();
    Poll.until("the room", () -> !HostView.pidsWith(token).isEmpty());
    runner.interrupt();
    assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    Poll.until("the end of the room", () -> HostView.pidsWith(token).isEmpty());
  }

  @Test
  void rootsOfDeadRoomsCanBeRemoved() throws Exception {
    Path parent = Files.createTempDirectory("kotha-test-root");
    Path root = io.kotha.sandbox.linux.fixture.TestRootfs.fresh(parent);
    Rooms.out(Rooms.on(root), "true");
    io.kotha.sandbox.linux.fixture.TestRootfs.delete(parent);
    assertThat(parent).doesNotExist();
  }
}
