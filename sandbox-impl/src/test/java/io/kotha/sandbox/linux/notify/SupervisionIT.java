package io.kotha.sandbox.linux.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.Uninterruptibles;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallEmulator;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms with emulated calls: they run and end like other rooms, and cost the JVM few resources. */
@Timeout(60)
class SupervisionIT {

  @BeforeEach
  void needsNotification() {
    Features.require("seccomp.notify");
  }

  private static Sandbox with(SyscallEmulator emulator, String... names) {
    return Rooms.minimal().syscalls(SyscallPolicy.standard().emulate(emulator, names));
  }

  private static Command sys(String... calls) {
    return Command.of(Rooms.probe("sys")).args(calls);
  }

  /** The first call may follow the start so closely that both messages arrive at once. */
  @Test
  void firstCallOfThePayloadIsAnswered() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Sandbox room =
        with(
            call -> {
              calls.incrementAndGet();
              return SyscallAnswer.proceed();
            },
            "brk");
    for (int i = 1; i <= 200; i++) {
      assertThat(room.run(sys("getpid")).verdict()).isInstanceOf(Verdict.Exited.class);
      assertThat(calls.get()).isGreaterThanOrEqualTo(i);
    }
  }

  /** A process has one listener: emulated calls and fatal refusals arrive through the same one. */
  @Test
  void fatalRefusalsAreNamedUnderSupervision() throws Exception {
    Sandbox room =
        Rooms.minimal()
            .syscalls(
                SyscallPolicy.standard()
                    .emulate(call -> SyscallAnswer.value(7), "setpriority")
                    .deny(SyscallAction.kill(), "ptrace"));
    SandboxResult result =
        room.run(sys("setpriority", "0", "0", ",", "ptrace", "16", "1", "0", "0"));
    assertThat(result.stdout()).isEqualTo("setpriority 7\n");
    assertThat(result.verdict()).isInstanceOf(Verdict.SyscallDenied.class);
    assertThat(((Verdict.SyscallDenied) result.verdict()).syscall()).isEqualTo("ptrace");
    assertThat(room.run(Rooms.probe("abi32"), "i386").verdict().isSuccess()).isFalse();
  }

  @Test
  void onceCountsTheStartUnderSupervision() throws Exception {
    Sandbox room =
        Rooms.minimal()
            .syscalls(
                SyscallPolicy.standard()
                    .rule(new SyscallRule("execve", SyscallAction.once()))
                    .emulate(call -> SyscallAnswer.value(7), "setpriority"));
    assertThat(Rooms.out(room, sys("setpriority", "0", "0"))).isEqualTo("setpriority 7");
    SandboxResult again = Rooms.sh(room, "exec /bin/true");
    assertThat(again.verdict()).isInstanceOf(Verdict.SyscallDenied.class);
    assertThat(((Verdict.SyscallDenied) again.verdict()).syscall()).isEqualTo("execve");
  }

  @Test
  void missingProgramIsReportedUnderSupervision() {
    Sandbox room = with(call -> SyscallAnswer.value(99), "write", "sendmsg", "getpid");
    assertThatThrownBy(() -> room.run("/no/such/program"))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("EXEC")
        .hasMessageContaining("ENOENT");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void threadsAndProcessesCallConcurrently(int processes) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Sandbox room =
        with(
                call -> {
                  calls.incrementAndGet();
                  return SyscallAnswer.proceed();
                },
                "openat")
            .pids(100);
    String script =
        "for i in $(seq %d); do (for j in $(seq 50); do : </etc/passwd; done) & done; wait; echo ok"
            .formatted(processes);
    assertThat(Rooms.out(room, script)).isEqualTo("ok");
    assertThat(calls.get()).isGreaterThanOrEqualTo(50 * processes);
  }

  /** The JVM keeps a few threads for any count of waiting calls, and answers every call. */
  @Test
  void concurrentCallsDoNotNeedAThreadEach() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    CountDownLatch answer = new CountDownLatch(1);
    Sandbox room =
        with(
                call -> {
                  taken.incrementAndGet();
                  awaitQuietly(answer);
                  return SyscallAnswer.value(0);
                },
                "setpriority")
            .pids(200);
    String script =
        "for i in $(seq 60); do %s setpriority 0 0 0 & done; echo all >&2; wait"
            .formatted(Rooms.probe("sys"));
    try (SandboxProcess process = room.start("/bin/sh", "-c", script)) {
      assertThat(process.errorReader().readLine()).isEqualTo("all");
      await().untilAsserted(() -> assertThat(taken).hasValue(16));
      await().during(Duration.ofMillis(300)).until(() -> taken.get() == 16);
      answer.countDown();
      assertThat(process.inputReader().lines()).hasSize(60).containsOnly("setpriority 0");
    } finally {
      answer.countDown();
    }
  }

  /** A caller that dies between its call and the answer does not affect the other callers. */
  @Test
  void deadCallersDoNotEndTheSupervision() throws Exception {
    Sandbox room = with(call -> SyscallAnswer.value(6), "setpriority");
    Command program = Command.of(Rooms.probe("shortlived")).args("500");
    assertThat(Rooms.out(room, program)).isEqualTo("6");
  }

  /** Many calls, such as clone, never return EINTR: a program would not expect it from them. */
  @Test
  void signalWaitsForTheAnswer() throws Exception {
    Sandbox room =
        with(
            call -> {
              Uninterruptibles.sleepUninterruptibly(Duration.ofMillis(300));
              return SyscallAnswer.value(6);
            },
            "setpriority");
    Command program = Command.of(Rooms.probe("interrupted")).args("100");
    assertThat(Rooms.out(room, program)).isEqualTo("6 1");
  }

  @Test
  void roomCanBeKilledWhileACallWaits() throws Exception {
    Leftovers before = Leftovers.snapshot();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Queue<String> late = new ConcurrentLinkedQueue<>();
    Sandbox room =
        with(
            call -> {
              entered.countDown();
              awaitQuietly(leave);
              try {
                call.read(call.arguments().get(0), 1);
                late.add("read");
              } catch (IOException e) {
                late.add("refused");
              }
              return SyscallAnswer.value(1);
            },
            "sethostname");
    try (SandboxProcess p = room.start(sys("sethostname", "s:x", "1"))) {
      entered.await();
      p.destroyForcibly();
      assertThat(p.waitFor()).isEqualTo(137);
      assertThat(p.verdict()).isInstanceOf(Verdict.Killed.class);
    }
    leave.countDown();
    await().until(() -> !late.isEmpty());
    assertThat(late).containsExactly("refused");
    before.assertNone();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void timeLimitHoldsWhileACallWaits() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    Sandbox room =
        with(
                call -> {
                  awaitQuietly(leave);
                  return SyscallAnswer.value(1);
                },
                "setpriority")
            .wallTime(Duration.ofMillis(300));
    assertThat(room.run(sys("setpriority", "0", "0")).verdict())
        .isInstanceOf(Verdict.TimeExceeded.class);
    leave.countDown();
  }

  @Test
  void pooledRoomsAreSupervised() throws Exception {
    Sandbox room = with(call -> SyscallAnswer.value(5), "setpriority");
    try (SandboxPool pool = room.pool(2)) {
      for (int i = 0; i < 5; i++) {
        assertThat(pool.run(sys("setpriority", "0", "0")).stdout()).isEqualTo("setpriority 5\n");
      }
    }
  }

  @Test
  void supervisionLeavesNoDescriptorOpen() throws Exception {
    Sandbox room = with(call -> SyscallAnswer.value(5), "setpriority");
    room.run(sys("setpriority", "0", "0"));
    long before = descriptors();
    for (int i = 0; i < 20; i++) {
      room.run(sys("setpriority", "0", "0"));
    }
    await().until(() -> descriptors() <= before);
  }

  private static long descriptors() throws IOException {
    try (var fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.count();
    }
  }
}
