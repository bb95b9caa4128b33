package io.kotha.sandbox.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallArgument;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.stats.SetupTimings;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The system call filter as a program meets it. */
@Timeout(60)
class SeccompIT {

  @BeforeEach
  void needsFilters() {
    Features.require("seccomp");
  }

  @Test
  @Scenario("D34")
  void deniedCallReturnsTheChosenErrno() throws Exception {
    Sandbox denied =
        with(SyscallPolicy.standard().deny("getpgid").deny(SyscallAction.errno(99), "getppid"));
    Command calls = sys("getpgid", "0", ",", "getppid", ",", "getpid");
    List<String> lines = Rooms.out(denied, calls).lines().toList();
    assertThat(lines.get(0)).isEqualTo("getpgid EPERM");
    assertThat(lines.get(1)).isEqualTo("getppid EADDRNOTAVAIL");
    assertThat(lines.get(2)).matches("getpid \\d+");
    assertThat(Rooms.out(Rooms.minimal(), calls).lines()).allMatch(l -> l.matches("get\\w+ \\d+"));
  }

  @Test
  @Scenario("D34")
  void fatalRefusalNamesTheCall() throws Exception {
    Sandbox fatal = with(SyscallPolicy.standard().deny(SyscallAction.kill(), "ptrace"));
    SandboxResult result = fatal.run(sys("getpid", ",", "ptrace", "16", "1", "0", "0"));
    assertThat(result.stdout()).startsWith("getpid ").doesNotContain("ptrace");
    assertThat(result.verdict()).isInstanceOf(Verdict.SyscallDenied.class);
    Verdict.SyscallDenied denied = (Verdict.SyscallDenied) result.verdict();
    assertThat(denied.syscall()).isEqualTo("ptrace");
    assertThat(denied.arguments()).startsWith(16L, 1L);
    assertThat(result.exitValue()).isNotZero();
  }

  @Test
  @Scenario("D34")
  @Attack(
      value = "E18",
      move = "makes a refused call that a supervisor is notified of: the kernel never continues it",
      walls = Wall.FILTER)
  void fatalRefusalInAChildNamesTheCall() throws Exception {
    Sandbox fatal = with(SyscallPolicy.standard().deny(SyscallAction.kill(), "mount"));
    String script = Rooms.probe("sys") + " mount 0 0 0 0 0; sleep 5; exit 0";
    SandboxResult result = Rooms.sh(fatal, script);
    assertThat(result.verdict()).isInstanceOf(Verdict.SyscallDenied.class);
    assertThat(((Verdict.SyscallDenied) result.verdict()).syscall()).isEqualTo("mount");
  }

  @Test
  @Scenario("D34")
  void trapRaisesSigsys() throws Exception {
    Sandbox trapped = with(SyscallPolicy.standard().deny(SyscallAction.trap(), "getppid"));
    SandboxResult result = trapped.run(sys("getppid"));
    assertThat(result.stdout()).isEmpty();
    assertEndedBySigsys(result);
  }

  @Test
  @Scenario("D34")
  void argumentsCanDecide() throws Exception {
    Sandbox noLocal =
        with(
            SyscallPolicy.standard()
                .denyWhen(SyscallAction.EPERM, "socket", SyscallArgument.int32(0).is(1)));
    Command sockets = sys("socket", "1", "1", "0", ",", "socket", "2", "1", "0");
    List<String> lines = Rooms.out(noLocal, sockets).lines().toList();
    assertThat(lines.get(0)).isEqualTo("socket EPERM");
    assertThat(lines.get(1)).matches("socket \\d+");
    Command highBits = sys("socket", "0x700000001", "1", "0");
    assertThat(Rooms.out(noLocal, highBits)).isEqualTo("socket EPERM");
  }

  @Test
  @Scenario("D34")
  @Attack(value = "E9", move = "makes calls with the numbers of i386 and x32", walls = Wall.FILTER)
  void callsOfAnotherArchitectureAreRefused() throws Exception {
    Features.require("cpu.x86_64");
    SandboxResult i386 = Rooms.minimal().run(Rooms.probe("abi32"), "i386");
    assertThat(i386.stdout()).isEmpty();
    // Without a filter, a kernel that has this ABI answers; one that has not sends SIGSEGV to both.
    if (with(SyscallPolicy.none()).run(Rooms.probe("abi32"), "i386").verdict().isSuccess()) {
      assertEndedBySigsys(i386);
    }
    // Another answer than ENOSYS to unknown numbers: x32's are refused by a rule of their own.
    Sandbox unknown = with(SyscallPolicy.standard().unknown(SyscallAction.errno(99)));
    assertThat(Rooms.out(unknown, sys("999"))).isEqualTo("999 EADDRNOTAVAIL");
    assertThat(Rooms.out(unknown, Command.of(Rooms.probe("abi32"), "x32"))).isEqualTo("x32 ENOSYS");
  }

  @Test
  void unknownCallReturnsEnosys() throws Exception {
    assertThat(Rooms.out(Rooms.minimal(), sys("999"))).isEqualTo("999 ENOSYS");
  }

  @Test
  void shortAllowListStartsAProgram() throws Exception {
    SyscallPolicy few =
        SyscallPolicy.allowList("few")
            .allow("execve", "exit_group", "exit", "write", "writev", "brk", "mmap", "munmap")
            .allow("mprotect", "arch_prctl", "set_tid_address", "set_robust_list", "rseq")
            .allow("prlimit64", "readlinkat", "readlink", "getrandom", "fstat", "newfstatat")
            .allow("uname", "getpid", "ioctl", "futex", "rt_sigaction", "rt_sigprocmask");
    assertThat(Rooms.out(with(few), sys("getpid", ",", "getppid")).lines().skip(1))
        .containsExactly("getppid EPERM");
  }

  /** The helper needs more calls than the payload, and the payload's policy must not kill it. */
  @Test
  void killingAllowListStartsAProgram() throws Exception {
    SyscallPolicy fatal =
        SyscallPolicy.allowList("fatal")
            .defaultAction(SyscallAction.kill())
            .allow("execve", "exit_group", "brk", "mmap", "munmap", "mprotect", "arch_prctl")
            .allow("access", "faccessat", "faccessat2", "openat", "read", "pread64", "close")
            .allow("fstat", "newfstatat", "set_tid_address", "set_robust_list", "rseq")
            .allow("prlimit64", "getrandom", "futex");
    SandboxResult result = with(fatal).run("/bin/true");
    assertThat(result.verdict().isSuccess()).as(result.toString()).isTrue();
    assertThat(result.usage().setup().phases()).containsOnlyKeys(SetupTimings.Phase.values());
  }

  @Test
  void policyMayDenyCallsThatTheHelperNeeds() throws Exception {
    // recvmsg, dup3 and close_range are needed between the filter and the program's start.
    SyscallPolicy without =
        SyscallPolicy.standard().deny(SyscallAction.errno(99), "recvmsg", "dup3", "fchdir");
    assertThat(
            Rooms.out(
                    with(without),
                    sys("recvmsg", "0", "0", "0", ",", "dup3", "0", "9", "0", ",", "fchdir", "0"))
                .lines())
        .containsExactly("recvmsg EADDRNOTAVAIL", "dup3 EADDRNOTAVAIL", "fchdir EADDRNOTAVAIL");
  }

  @Test
  @Attack(
      value = "E11",
      move = "tries to remove the filter, and looks for a process without it",
      walls = Wall.FILTER)
  void everyThreadIsFilteredAndTheFilterCannotBeRemoved() throws Exception {
    String out = Rooms.out(Rooms.minimal(), "grep -h Seccomp: /proc/self/status /proc/$$/status");
    assertThat(out.lines()).containsExactly("Seccomp:\t2", "Seccomp:\t2");
    // PR_SET_SECCOMP with mode 0 does not remove the filter.
    assertThat(Rooms.out(Rooms.minimal(), sys("prctl", "22", "0", "0", "0", "0")))
        .isEqualTo("prctl EINVAL");
  }

  @Test
  void reportSaysThatThereIsNoFilter() throws Exception {
    SandboxResult none = Rooms.sh(with(SyscallPolicy.none()), "grep Seccomp: /proc/self/status");
    assertThat(none.isolation())
        .anyMatch(line -> line.contains("seccomp") && line.contains("none"));
    assertThat(Rooms.minimal().run("/bin/true").isolation()).anyMatch(l -> l.contains("standard"));
  }

  private static void assertEndedBySigsys(SandboxResult result) {
    assertThat(result.verdict()).isInstanceOf(Verdict.Signaled.class);
    assertThat(((Verdict.Signaled) result.verdict()).signal()).isEqualTo(31);
  }

  private static Sandbox with(SyscallPolicy policy) {
    return Rooms.minimal().syscalls(policy);
  }

  private static Command sys(String... calls) {
    return Command.of(Rooms.probe("sys")).args(calls);
  }
}
