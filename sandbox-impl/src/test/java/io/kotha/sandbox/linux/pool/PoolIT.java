package io.kotha.sandbox.linux.pool;

import static io.kotha.sandbox.MemorySize.MB;
import static io.kotha.sandbox.linux.fixture.Pools.awaitFull;
import static io.kotha.sandbox.linux.fixture.Pools.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.fixture.HelperProcesses;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rooms of a pool, with the same guarantees as rooms built at the start. */
@Timeout(60)
class PoolIT {

  @TempDir Path dir;

  // ---- isolation ----

  @Test
  void parkedRoomIsIsolated() throws Exception {
    HostView self = HostView.self();
    try (SandboxPool pool = full(Rooms.minimal(), 2)) {
      List<Long> payloads = HelperProcesses.payloads();
      assertThat(payloads).hasSize(2);
      for (long pid : payloads) {
        HostView parked = HostView.of(pid);
        assertThat(parked.status("Seccomp")).isEqualTo("2");
        assertThat(parked.status("NoNewPrivs")).isEqualTo("1");
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
          assertThat(parked.status(set)).as(set).matches("0+");
        }
        if (!Lane.isRoot()) {
          continue; // A process that is not dumpable hides the rest even from its own user.
        }
        for (String name : List.of("pid", "net", "mnt", "uts", "ipc", "user", "cgroup")) {
          assertThat(parked.namespace(name)).as(name).isNotEqualTo(self.namespace(name));
        }
        String uid = parked.status("Uid").split("\\s+")[0];
        assertThat(uid).isNotEqualTo("0");
        assertThat(parked.lines("mountinfo").stream().map(line -> line.split(" ")[4]))
            .contains("/", "/proc", "/tmp");
      }
      assertThat(pool.run("/bin/true").verdict().isSuccess()).isTrue();
    }
  }

  /** The zygote holds descriptors of all earlier rooms when it forks the next one. */
  @Test
  void initAndPayloadHoldNothingOfOtherRooms() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks(
          "root", "only root may read the descriptors of a process that is not dumpable");
    }
    try (SandboxPool pool = full(Rooms.minimal(), 12)) {
      assertThat(pool.ready()).isEqualTo(12);
      for (long init : HelperProcesses.inits()) {
        // Its own namespaces are for programs that join the room.
        assertThat(kinds(init))
            .containsOnlyKeys("/dev/null", "socket", "pidfd", "signalfd", "/" + init + "/ns");
        assertThat(kinds(init)).containsEntry("socket", 1L).containsEntry("pidfd", 1L);
      }
      for (long payload : HelperProcesses.payloads()) {
        assertThat(kinds(payload)).containsOnlyKeys("/dev/null", "socket", "pidfd");
        // One for the status, one for the command, and one that it shares with init until execve.
        assertThat(kinds(payload)).containsEntry("socket", 3L).containsEntry("pidfd", 1L);
      }
    }
  }

  /** Returns the open files of a process, counted by kind. */
  private static Map<String, Long> kinds(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      Map<String, Long> kinds = new TreeMap<>();
      for (Path fd : all.toList()) {
        String kind = Files.readSymbolicLink(fd).toString();
        kinds.merge(kind.replaceAll("anon_inode:|:?\\[.*?\\d+]|[\\[\\]]", ""), 1L, Long::sum);
      }
      return kinds;
    }
  }

  @Test
  void policyHoldsInPooledRooms() throws Exception {
    Sandbox tight =
        Rooms.minimal()
            .syscalls(SyscallPolicy.standard().deny("dup3", "sendmsg", "mkdirat").named("tight"));
    Command calls =
        Command.of(Rooms.probe("sys"), "dup3", "0", "9", "0", ",", "unshare", "0x20000");
    String cold = Rooms.out(tight, calls);
    assertThat(cold).contains("dup3 EPERM", "unshare EPERM");
    try (SandboxPool pool = full(tight, 1)) {
      assertThat(pool.run(calls).stdout().strip()).isEqualTo(cold);
    }
  }

  @Test
  void pooledRoomsHaveDistinctIds() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "only root leases ids");
    }
    try (SandboxPool pool = full(Rooms.minimal(), 3)) {
      List<SandboxProcess> rooms = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        rooms.add(pool.start("/bin/sleep", "100"));
      }
      assertThat(rooms.stream().map(p -> HostView.of(p.pid()).status("Uid")))
          .doesNotHaveDuplicates();
      rooms.forEach(SandboxProcess::close);
    }
  }

  @Test
  void noStateRemainsForTheNextRun() throws Exception {
    try (SandboxPool pool = full(Rooms.minimal().writable(), 2)) {
      for (int i = 0; i < 6; i++) {
        SandboxResult run =
            pool.run("/bin/sh", "-c", "ls /tmp /opt; echo x > /tmp/mine; echo y > /opt/mine");
        assertThat(run.stdout()).doesNotContain("mine");
        assertThat(run.verdict().isSuccess()).as(run.stderr()).isTrue();
      }
    }
  }

  // ---- runs ----

  @Test
  void commandIsChosenAtTheStart() throws Exception {
    try (SandboxPool pool = full(Rooms.minimal(), 1)) {
      Path written = dir.resolve("out");
      Command command =
          Command.of("/bin/sh", "-c", "cat; echo $WORD; pwd; echo err >&2; exit 7")
              .env("WORD", "chosen")
              .in("/tmp")
              .stdin(Stdio.bytes("in\n".getBytes(StandardCharsets.UTF_8)));
      SandboxResult run = pool.run(command);
      assertThat(run.stdout()).isEqualTo("in\nchosen\n/tmp\n");
      assertThat(run.stderr()).isEqualTo("err\n");
      assertThat(run.verdict()).isInstanceOf(Verdict.Exited.class);
      assertThat(run.exitValue()).isEqualTo(7);
      awaitFull(pool);
      assertThat(pool.run(Command.of("/bin/sh", "-c", "echo x").stdout(Stdio.to(written))).stdout())
          .isEmpty();
      assertThat(written).hasContent("x\n");
      awaitFull(pool);
      String[] many = new String[40_000];
      java.util.Arrays.fill(many, "argument");
      Command large = Command.of("/bin/sh", "-c", "echo $#", "sh").args(many);
      assertThat(pool.run(large).stdout()).isEqualTo("40000\n");
    }
  }

  @Test
  void pooledProgramIsAProcess() throws Exception {
    try (SandboxPool pool = full(Rooms.minimal(), 1);
        SandboxProcess p = pool.start("/bin/cat")) {
      assertThat(HostView.isAlive(p.pid())).isTrue();
      p.outputWriter().append("hello\n").flush();
      assertThat(p.inputReader().readLine()).isEqualTo("hello");
      p.destroy();
      assertThat(p.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(p.exitValue()).isEqualTo(143);
    }
  }

  @Test
  void pooledVerdictsEqualColdVerdicts() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox =
        Rooms.minimal().memory(MB(20)).pids(20).wallTime(Duration.ofSeconds(1)).output(MB(1));
    try (SandboxPool pool = full(sandbox, 2)) {
      assertThat(pool.run(Rooms.probe("alloc"), "100").verdict())
          .isInstanceOf(Verdict.MemoryExceeded.class);
      SandboxResult late = pool.run("/bin/sleep", "100");
      assertThat(late.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
      assertThat(pool.run("/bin/head", "-c", "5000000", "/dev/zero").verdict())
          .isInstanceOf(Verdict.OutputExceeded.class);
      assertThat(pool.run("/bin/sh", "-c", "kill -SEGV $$").verdict())
          .isInstanceOf(Verdict.Signaled.class);
      SandboxProcess killed = pool.start("/bin/sleep", "100");
      killed.close();
      assertThat(killed.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
    }
  }

  /** A room that was parked for longer than its limit still has the whole limit. */
  @Test
  void parkedTimeIsNotCharged() throws Exception {
    try (SandboxPool pool = full(Rooms.minimal().wallTime(Duration.ofMillis(600)), 1)) {
      Thread.sleep(1_000);
      SandboxResult run = pool.run("/bin/sleep", "0.05");
      assertThat(run.verdict().isSuccess()).as(run.toString()).isTrue();
      assertThat(run.usage().wall()).isBetween(Duration.ofMillis(50), Duration.ofMillis(500));
    }
  }

  @Test
  void pooledRoomsCopyFilesInAndOut() throws Exception {
    Path source = Files.writeString(dir.resolve("source"), "first");
    Path target = dir.resolve("target");
    Sandbox sandbox =
        Rooms.minimal()
            .copyIn(source, "/tmp/in")
            .copyIn(new CopyIn(new CopyIn.Bytes(new byte[5]), "/tmp/five", 0600))
            .copyOut("/tmp/out", target);
    try (SandboxPool pool = full(sandbox, 1)) {
      // A copy belongs to the command, so the pool reads the file at the start of the program.
      Files.writeString(source, "later");
      SandboxResult run = pool.run("/bin/sh", "-c", "cat /tmp/in /tmp/five > /tmp/out");
      assertThat(run.verdict().isSuccess()).as(run.stderr()).isTrue();
      assertThat(target).hasContent("later\0\0\0\0\0");
      Files.delete(source);
      awaitFull(pool);
      assertThatThrownBy(() -> pool.run("/bin/true"))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("/tmp/in");
    }
  }

  @Test
  void missingProgramIsItsOwnError() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxPool pool = full(Rooms.minimal(), 2)) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> pool.start("/no/such/program"))
            .isInstanceOf(SetupException.class)
            .extracting(e -> ((SetupException) e).step())
            .isEqualTo(SetupStep.EXEC);
      }
      assertThat(pool.run("/bin/true").verdict().isSuccess()).isTrue();
      awaitFull(pool);
    }
    before.assertNone();
  }

  @Test
  void cancelledRunIsKilled() throws Exception {
    try (SandboxPool pool = full(Rooms.minimal(), 1)) {
      int before = HelperProcesses.inits().size();
      CompletableFuture<SandboxResult> run = pool.runAsync("/bin/sleep", "100");
      awaitFull(pool);
      assertThat(HelperProcesses.inits()).hasSize(before + 1);
      run.cancel(true);
      Poll.until("the end of the program", () -> HelperProcesses.inits().size() == before);
    }
  }

  // ---- replacement of rooms ----

  @Test
  void emptyPoolBuildsARoom() throws Exception {
    try (SandboxPool pool = full(Rooms.minimal(), 1)) {
      List<SandboxProcess> rooms = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        rooms.add(pool.start("/bin/sleep", "100"));
      }
      assertThat(rooms).allMatch(Process::isAlive);
      assertThat(rooms.stream().map(Process::pid).distinct()).hasSize(10);
      rooms.forEach(SandboxProcess::close);
      awaitFull(pool);
      assertThat(HelperProcesses.payloads()).hasSize(1);
    }
  }

  @Test
  void manyThreadsRunManyPrograms() throws Exception {
    Leftovers before = Leftovers.snapshot();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (SandboxPool pool = full(Rooms.minimal(), 8)) {
      List<Callable<Void>> all = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        String name = "t" + thread;
        all.add(
            () -> {
              for (int i = 0; i < 50; i++) {
                SandboxResult run = pool.run("/bin/sh", "-c", "echo $0 $1", name, "" + i);
                assertThat(run.stdout()).isEqualTo(name + " " + i + "\n");
                assertThat(run.verdict().isSuccess()).as(run.toString()).isTrue();
              }
              return null;
            });
      }
      for (Future<Void> future : callers.invokeAll(all)) {
        future.get();
      }
      awaitFull(pool);
      assertThat(HelperProcesses.payloads()).hasSize(8);
    } finally {
      callers.shutdown();
    }
    before.assertNone();
  }
}
