package io.kotha.sandbox.linux.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.seccomp.ReportingCalls;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallEmulator;
import io.kotha.sandbox.seccomp.SyscallNotification;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** System calls that the caller's code answers, as the payload sees them. */
@Timeout(60)
class EmulationIT {

  private static final String PIPELINES =
      "i=0; while [ $i -lt 100 ]; do echo abc|cat|cat; i=$((i+1)); done";

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

  /** The call of a process that was killed meanwhile is not the program's end. */
  @Test
  void killedCallerDoesNotEndItsProgram() throws Exception {
    CompletableFuture<Long> caller = new CompletableFuture<>();
    CompletableFuture<Void> killed = new CompletableFuture<>();
    Sandbox room =
        with(
            call -> {
              caller.complete(call.tid());
              killed.join();
              call.readText(call.arguments().get(0), 8);
              return SyscallAnswer.value(0);
            },
            "sethostname");
    try (SandboxProcess process =
        room.start(
            "/bin/sh",
            "-c",
            Rooms.probe("sys") + " sethostname s:name 4 & read -r line; echo \"$line\"; exit 7")) {
      HostCommand.run("kill", "-KILL", String.valueOf(caller.get(10, TimeUnit.SECONDS))).orThrow();
      killed.complete(null);
      assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("the program ended").isFalse();
      try (BufferedWriter in = process.outputWriter()) {
        in.write("go on\n");
      }
      assertThat(process.inputReader().readLine()).isEqualTo("go on");
      process.waitFor();
      assertThat(process.verdict()).isInstanceOf(Verdict.Exited.class);
      assertThat(process.exitValue()).isEqualTo(7);
    }
  }

  @Test
  void callReturnsTheEmulatedValue() throws Exception {
    Queue<List<Long>> seen = new ConcurrentLinkedQueue<>();
    Sandbox room =
        with(
            call -> {
              seen.add(call.arguments().subList(0, 2));
              return SyscallAnswer.value(call.arguments().get(0) + 1);
            },
            "getpgid");
    assertThat(Rooms.out(room, sys("getpgid", "41", "7", ",", "getpid")).lines().toList())
        .first()
        .isEqualTo("getpgid 42");
    assertThat(seen).containsExactly(List.of(41L, 7L));
  }

  @Test
  void callFailsWithTheEmulatedErrno() throws Exception {
    Sandbox room = with(call -> SyscallAnswer.error(95), "setpriority");
    assertThat(Rooms.out(room, sys("setpriority", "0", "0"))).endsWith("SUPP");
  }

  @Test
  void proceedLetsTheKernelRunTheCall() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Sandbox room =
        with(
            call -> {
              calls.incrementAndGet();
              return SyscallAnswer.proceed();
            },
            "openat",
            "write");
    assertThat(Rooms.out(room, "cat /etc/passwd | wc -l")).matches("\\d+");
    assertThat(calls).hasValueGreaterThan(2);
  }

  /** The emulator also answers calls that the helper makes between its filter and execve. */
  @Test
  void everyCallCanBeEmulated() throws Exception {
    Queue<String> names = new ConcurrentLinkedQueue<>();
    SyscallPolicy all =
        SyscallPolicy.allowList("all")
            .defaultAction(
                SyscallAction.emulate(
                    call -> {
                      names.add(call.name());
                      return SyscallAnswer.proceed();
                    }));
    SandboxResult result =
        Rooms.sh(Rooms.minimal().syscalls(all), "echo a >/tmp/x; (cat /tmp/x); exit 3");
    assertThat(result.verdict()).isInstanceOf(Verdict.Exited.class);
    assertThat(result.exitValue()).isEqualTo(3);
    assertThat(result.stdout()).isEqualTo("a\n");
    assertThat(names).contains("openat", "write", "execve", "wait4");
    assertThat(names).doesNotContain("sendmsg", "recvmsg", "seccomp");
  }

  @Test
  void emulatorReadsAndWritesMemory() throws Exception {
    // busybox and coreutils use different calls, whose arguments are shifted by one.
    Sandbox room =
        with(
            call -> {
              int shift = call.name().equals("readlinkat") ? 1 : 0;
              String path = call.readText(call.arguments().get(shift), 4096);
              byte[] answer = ("/emulated" + path).getBytes(StandardCharsets.UTF_8);
              call.write(call.arguments().get(shift + 1), answer);
              assertThat(call.read(call.arguments().get(shift + 1), answer.length))
                  .isEqualTo(answer);
              return SyscallAnswer.value(answer.length);
            },
            "readlink",
            "readlinkat");
    assertThat(Rooms.out(room, "readlink /no/such/link")).isEqualTo("/emulated/no/such/link");
  }

  /**
   * The caller continues after the answer, and its pid may be reused: the notification gives no
   * access to it.
   */
  @Test
  void notificationIsInvalidAfterItsAnswer() throws Exception {
    CompletableFuture<SyscallNotification> call = new CompletableFuture<>();
    CompletableFuture<Long> mapped = new CompletableFuture<>();
    Sandbox room =
        with(
            c -> {
              String maps = Files.readString(Path.of("/proc/" + c.tid() + "/maps"));
              mapped.complete(Long.parseLong(maps.substring(0, maps.indexOf('-')), 16));
              assertThat(c.read(mapped.join(), 4)).startsWith(0x7f, 'E', 'L', 'F');
              call.complete(c);
              return SyscallAnswer.value(0);
            },
            "umask");
    Command shell = Command.of("/bin/sh", "-c", "umask 022; echo on; cat >/dev/null");
    try (SandboxProcess process = room.start(shell)) {
      assertThat(process.inputReader().readLine()).isEqualTo("on");
      assertThatThrownBy(() -> call.join().read(mapped.join(), 4)).hasMessageContaining("gone");
      assertThatThrownBy(() -> call.join().write(mapped.join(), new byte[4]))
          .hasMessageContaining("gone");
      assertThat(process.isAlive()).isTrue();
    }
  }

  /** An access to the memory of the caller. */
  @FunctionalInterface
  private interface Access {
    void to(SyscallNotification call, long address) throws IOException;
  }

  /** Addresses of the upper half are the kernel's; as a long they are negative. */
  @Test
  void unmappedMemoryCannotBeReadOrWritten() throws Exception {
    Queue<String> errors = new ConcurrentLinkedQueue<>();
    List<Access> accesses =
        List.of(
            (call, address) -> call.read(address, 8),
            (call, address) -> call.readText(address, 8),
            (call, address) -> call.write(address, new byte[8]));
    Sandbox room =
        with(
            call -> {
              for (long address : new long[] {0, 1, 0x7fff_ffff_f000L, Long.MAX_VALUE, -4096}) {
                for (Access access : accesses) {
                  try {
                    access.to(call, address);
                  } catch (IOException e) {
                    errors.add(String.valueOf(e.getMessage()));
                  }
                }
              }
              return SyscallAnswer.proceed();
            },
            "setpriority");
    Rooms.out(room, sys("setpriority", "0", "0"));
    assertThat(errors).hasSize(15);
  }

  /** With an emulator, Kotha itself reads the handlers that a program installs. */
  @Test
  void kernelHandlerAddressFailsWithEfault() throws Exception {
    Sandbox room = with(call -> SyscallAnswer.proceed(), "setpriority");
    Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
    String number = Integer.toString(arch.table().numberOf("rt_sigaction").orElseThrow());
    assertThat(Rooms.out(room, sys(number, "10", "-4096", "0", "8"))).isEqualTo(number + " EFAULT");
  }

  /**
   * Signals that arrive before a call was received do not make it fail. The shell closes pipes and
   * forks while its children end, and its handler of SIGCHLD has no SA_RESTART.
   */
  @ParameterizedTest
  @ValueSource(strings = {"close", "clone", "vfork", "wait4", "everything"})
  void signalsDoNotInterruptEmulatedCalls(String call) throws Exception {
    Features.require("program.dash");
    SyscallEmulator proceed = any -> SyscallAnswer.proceed();
    SyscallPolicy policy =
        call.equals("everything")
            ? SyscallPolicy.standard().emulate(proceed, "@processes", "@io", "@files", "@signals")
            : SyscallPolicy.standard().emulate(proceed, call);
    SandboxResult result =
        Rooms.on(Rootfs.host()).pids(50).syscalls(policy).run("/usr/bin/dash", "-c", PIPELINES);
    assertThat(result.stdout().lines()).as(result.toString()).hasSize(100);
    assertThat(result.exitValue()).isZero();
  }

  @Test
  void signalsDoNotInterruptLearnedCalls() throws Exception {
    SandboxResult result =
        Rooms.on(Rootfs.host()).pids(50).learn("/bin/sh", "-c", PIPELINES).result();
    assertThat(result.stdout().lines()).as(result.toString()).hasSize(100);
    assertThat(result.exitValue()).isZero();
  }

  @Test
  void killEndsTheRoomAndShowsInTheVerdict() throws Exception {
    Sandbox room = with(call -> SyscallAnswer.kill(), "setpriority");
    SandboxResult result = room.run(sys("getpid", ",", "setpriority", "0", "2"));
    assertThat(result.verdict()).isInstanceOf(Verdict.SyscallDenied.class);
    Verdict.SyscallDenied denied = (Verdict.SyscallDenied) result.verdict();
    assertThat(denied.syscall()).isEqualTo("setpriority");
    assertThat(denied.arguments()).startsWith(0L, 2L);
    assertThat(result.stdout()).startsWith("getpid ").doesNotContain("setpriority");
  }

  /**
   * The fatal calls outnumber those that the listener takes at a time: some remain in the kernel.
   */
  @Test
  void deniedCallsLeaveNoDescriptor() throws Exception {
    Leftovers before = Leftovers.snapshot();
    SyscallPolicy policy =
        SyscallPolicy.standard()
            .emulate(call -> SyscallAnswer.proceed(), "getppid")
            .deny(SyscallAction.kill(), "acct");
    String calls = "for i in $(seq 40); do " + Rooms.probe("sys") + " acct 0 & done; wait";
    for (int i = 0; i < 10; i++) {
      assertThat(Rooms.sh(Rooms.minimal().syscalls(policy), calls).verdict())
          .isInstanceOfSatisfying(
              Verdict.SyscallDenied.class,
              denied -> assertThat(denied.syscall()).isEqualTo("acct"));
    }
    before.assertNone();
  }

  @Test
  void failingEmulatorEndsTheRoom() throws Exception {
    Sandbox room =
        with(
            call -> {
              throw new IllegalStateException("a mistake of the caller");
            },
            "setpriority");
    assertThat(room.run(sys("setpriority", "0", "0")).verdict())
        .isInstanceOf(Verdict.SyscallDenied.class);
  }

  /**
   * The helper's last calls look like this one; only a program that imitates them on purpose can
   * pass for the helper.
   */
  @Test
  void lastCallsOfTheHelperAreNotEmulated() throws Exception {
    Queue<Long> descriptors = new ConcurrentLinkedQueue<>();
    Sandbox room =
        with(
            call -> {
              descriptors.add(call.arguments().get(0));
              return SyscallAnswer.value(call.arguments().get(2));
            },
            "write");
    String word = "0x%x".formatted(ReportingCalls.COOKIE);
    SandboxResult result =
        room.run(sys("write", "3", "s:x", "1", ",", "write", "3", "s:x", "1", "0", "0", word));
    assertThat(result.verdict().isSuccess()).isTrue();
    // The emulator answered the program's writes, so the kernel did not carry them out.
    assertThat(result.stdout()).isEmpty();
    assertThat(descriptors).containsOnlyOnce(3L).contains(1L);
  }

  @Test
  void notificationHasNumberAndPid() throws Exception {
    Queue<SyscallNotification> seen = new ConcurrentLinkedQueue<>();
    Sandbox room =
        with(
            call -> {
              seen.add(call);
              assertThat(Path.of("/proc/" + call.tid())).exists();
              return SyscallAnswer.proceed();
            },
            "setpriority");
    Rooms.out(room, sys("setpriority", "0", "0"));
    assertThat(seen).singleElement().extracting(SyscallNotification::name).isEqualTo("setpriority");
    assertThat(seen.element().number()).isPositive();
  }
}
