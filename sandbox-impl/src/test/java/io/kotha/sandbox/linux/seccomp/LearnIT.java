package io.kotha.sandbox.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.seccomp.LearnedPolicy;
import io.kotha.sandbox.seccomp.SeccompProfile;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The policy that allows exactly the calls of a run. */
@Timeout(120)
class LearnIT {

  private static final String PYTHON =
      """
      import subprocess, threading
      t = threading.Thread(target=lambda: print("thread"))
      t.start(); t.join()
      print(subprocess.run(["/bin/echo", "child"], capture_output=True).stdout.decode().strip())
      """;

  @TempDir Path dir;

  @BeforeEach
  void needsNotification() {
    Features.require("seccomp.notify");
  }

  @Test
  void programRunsUnderItsLearnedPolicy() throws Exception {
    Command command = Command.of("/bin/sh", "-c", "echo a | cat; ls / >/tmp/x; exit 3");
    LearnedPolicy learned = Rooms.minimal().learn(command);
    assertThat(learned.result().exitValue()).isEqualTo(3);
    assertThat(learned.calls()).containsKeys("openat", "write");
    SandboxResult again = Rooms.minimal().syscalls(learned.policy()).run(command);
    assertThat(again.exitValue()).as(again.stderr()).isEqualTo(3);
    assertThat(again.stdout()).isEqualTo("a\n");
  }

  @Test
  void unobservedCallsAreRefused() throws Exception {
    Command getpid = Command.of(Rooms.probe("sys")).args("getpid");
    SyscallPolicy policy = Rooms.minimal().learn(getpid).policy();
    Sandbox room = Rooms.minimal().syscalls(policy);
    assertThat(Rooms.out(room, getpid)).startsWith("getpid ");
    assertThat(
            Rooms.out(
                room, Command.of(Rooms.probe("sys")).args("socket", "1", "1", "0", ",", "getppid")))
        .isEqualTo("socket EPERM\ngetppid EPERM");
  }

  /** One call with many commands: only the commands that the run used are allowed. */
  @Test
  void commandArgumentsAreLearned() throws Exception {
    Command local = Command.of(Rooms.probe("sys")).args("socket", "1", "1", "0");
    LearnedPolicy learned = Rooms.minimal().learn(local);
    Sandbox room = Rooms.minimal().syscalls(learned.policy());
    assertThat(
            Rooms.out(
                room,
                Command.of(Rooms.probe("sys"))
                    .args("socket", "1", "1", "0", ",", "socket", "2", "1", "0")))
        .matches("socket \\d+\nsocket EPERM");
    assertThat(learned.toJava())
        .contains(".allowWhen(\"socket\", int32(0).is(0x1), int32(1).is(0x1), int32(2).is(0x0))");
  }

  /** A learned policy grants no argument that the standard policy refuses. */
  @Test
  void learnedPolicyCarriesTheConditionsOfTheStandardOne() throws Exception {
    Command attempts =
        Command.of(Rooms.probe("sys"))
            .args("openat", "-100", "s:/tmp/x", "0x41", "0644", ",")
            .args("fchmodat", "-100", "s:/tmp/x", "04755", ",")
            .args("fchmodat", "-100", "s:/tmp/x", "0600", ",")
            .args("mknodat", "-100", "s:/tmp/y", "0104755", "0", ",")
            .args("mknodat", "-100", "s:/tmp/z", "0100600", "0", ",")
            .args("fcntl", "0", "1026", "1", ",", "fcntl", "0", "1", "0", ",")
            .args("socket", "38", "5", "0", ",", "ptrace", "16", "1", "0", "0", ",")
            .args("sched_setaffinity", "1", "8", "z:8");
    LearnedPolicy learned = Rooms.minimal().learn(attempts);
    assertThat(learned.result().stdout())
        .as("while it learns")
        .contains("fchmodat EPERM\nfchmodat 0\nmknodat EPERM\nmknodat 0\nfcntl EPERM\n")
        .contains("socket EPERM\nptrace EPERM\nsched_setaffinity EPERM");
    assertThat(learned.policy().actionFor("fchmodat", 0, 0, 04755, 0, 0, 0))
        .isEqualTo(SyscallAction.EPERM);
    assertThat(learned.policy().actionFor("fchmodat", 0, 0, 0755, 0, 0, 0))
        .isEqualTo(SyscallAction.allow());
    for (long mode : new long[] {0104755, 0102755, 0020600, 0060600}) {
      assertThat(learned.policy().actionFor("mknodat", 0, 0, mode, 0, 0, 0))
          .isEqualTo(SyscallAction.EPERM);
    }
    assertThat(learned.policy().actionFor("openat", 0, 0, 0101, 04755, 0, 0))
        .isEqualTo(SyscallAction.EPERM);
    assertThat(learned.policy().actionFor("openat", 0, 0, 0, 04755, 0, 0))
        .isEqualTo(SyscallAction.allow());
    assertThat(Rooms.minimal().syscalls(learned.policy()).run(attempts).stdout())
        .contains("fchmodat EPERM\nfchmodat 0\nmknodat EPERM\nmknodat 0\nfcntl EPERM\n");
  }

  @Test
  void interpreterWithThreadsAndChildrenIsLearned() throws Exception {
    Features.require("tool.python3");
    Sandbox host = Rooms.on(Rootfs.host()).pids(100);
    Command python = Command.of("/usr/bin/python3", "-c", PYTHON);
    LearnedPolicy learned = host.learn(python);
    assertThat(learned.result().stdout()).isEqualTo("thread\nchild\n");
    SandboxResult again = host.syscalls(learned.policy()).run(python);
    assertThat(again.stdout()).as(again.stderr()).isEqualTo("thread\nchild\n");
    assertThat(learned.policy().rules()).noneMatch(rule -> rule.syscall().equals("ptrace"));
  }

  @Test
  void profileReadsBackAsTheSamePolicy() throws Exception {
    Command command = Command.of("/bin/sh", "-c", "echo a | cat; ls /");
    LearnedPolicy learned = Rooms.minimal().learn(command);
    Path profile = Files.writeString(dir.resolve("seccomp.json"), learned.toProfile());
    SyscallPolicy read = SeccompProfile.read(profile, Set.of());
    assertThat(Rooms.minimal().syscalls(read).run(command).exitValue()).isZero();
    for (String call : new String[] {"ioctl", "socket", "openat", "ptrace", "clone3", "execve"}) {
      for (long value : new long[] {0, 1, 0x5401, 0x5413, 0x1_0000_5401L, -1}) {
        long[] registers = {value, value, 0, 0, 0, 0};
        assertThat(read.actionFor(call, registers))
            .as(call + " " + value)
            .isEqualTo(learned.policy().actionFor(call, registers));
      }
    }
  }
}
