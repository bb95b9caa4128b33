package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.linux.seccomp.bpf.SeccompData.call;
import static io.kotha.sandbox.linux.seccomp.bpf.SeccompData.six;
import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInterpreter;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyCompilerTest {

  private static BpfInterpreter compiled(SyscallPolicy policy) {
    return new BpfInterpreter(PolicyCompiler.compile(policy, Arch.X86_64, KillMode.KILL_PROCESS));
  }

  @Test
  void comparesIntsOnTheirLowHalf() {
    BpfInterpreter program =
        compiled(
            SyscallPolicy.denyList("tty")
                .denyWhen(SyscallAction.EPERM, "ioctl", int32(1).is(0x5412)));
    assertThat(program.run(call(Arch.X86_64, "ioctl", 0, 0x5412))).isEqualTo(0x0005_0001);
    assertThat(program.run(call(Arch.X86_64, "ioctl", 0, 0x7_0000_5412L))).isEqualTo(0x0005_0001);
    assertThat(program.run(call(Arch.X86_64, "ioctl", 0, 0x5413))).isEqualTo(0x7fff_0000);
  }

  @Test
  void comparesLongsOnBothHalves() {
    BpfInterpreter program =
        compiled(
            SyscallPolicy.denyList("pointer")
                .denyWhen(SyscallAction.EPERM, "prlimit64", int64(2).isNot(0)));
    assertThat(program.run(call(Arch.X86_64, "prlimit64", 0, 0, 0))).isEqualTo(0x7fff_0000);
    assertThat(program.run(call(Arch.X86_64, "prlimit64", 0, 0, 1L << 32))).isEqualTo(0x0005_0001);
    assertThat(program.run(call(Arch.X86_64, "prlimit64", 0, 0, 1))).isEqualTo(0x0005_0001);
  }

  @Test
  void lastRuleWins() {
    SyscallPolicy policy =
        SyscallPolicy.allowList("layers")
            .allow("read")
            .denyWhen(SyscallAction.errno(9), "read", int32(0).is(3))
            .allowWhen("read", int32(0).is(3), int64(2).isAtMost(16));
    BpfInterpreter program = compiled(policy);
    assertThat(program.run(call(Arch.X86_64, "read", 0, 0, 99))).isEqualTo(0x7fff_0000);
    assertThat(program.run(call(Arch.X86_64, "read", 3, 0, 99))).isEqualTo(0x0005_0009);
    assertThat(program.run(call(Arch.X86_64, "read", 3, 0, 16))).isEqualTo(0x7fff_0000);
    assertThat(compiled(policy.deny("read")).run(call(Arch.X86_64, "read"))).isEqualTo(0x0005_0001);
  }

  @Test
  void fatalRefusalsBecomeTheRequestedAction() {
    SyscallPolicy policy = SyscallPolicy.denyList("fatal").deny(SyscallAction.kill(), "bpf");
    SeccompData bpf = call(Arch.X86_64, "bpf");
    SeccompData i386 = new SeccompData(20, 0x4000_0003, six());
    BpfInterpreter notify =
        new BpfInterpreter(PolicyCompiler.compile(policy, Arch.X86_64, KillMode.NOTIFY));
    assertThat(compiled(policy).run(bpf)).isEqualTo(0x8000_0000);
    assertThat(compiled(policy).run(i386)).isEqualTo(0x8000_0000);
    assertThat(notify.run(bpf)).isEqualTo(0x7fc0_0000);
    assertThat(notify.run(i386)).isEqualTo(0x7fc0_0000);
  }

  @Test
  void otherActionsKeepTheKernelsValues() {
    BpfInterpreter program =
        compiled(
            SyscallPolicy.allowList("all")
                .deny(SyscallAction.log(), "getpid")
                .deny(SyscallAction.trap(), "getuid")
                .deny(SyscallAction.emulate(call -> SyscallAnswer.proceed()), "getgid")
                .deny(SyscallAction.errno(4095), "gettid"));
    assertThat(program.run(call(Arch.X86_64, "getpid"))).isEqualTo(0x7ffc_0000);
    assertThat(program.run(call(Arch.X86_64, "getuid"))).isEqualTo(0x0003_0000);
    assertThat(program.run(call(Arch.X86_64, "getgid"))).isEqualTo(0x7fc0_0000);
    assertThat(program.run(call(Arch.X86_64, "gettid"))).isEqualTo(0x0005_0fff);
  }

  @Test
  void x32IsAbsentUnderEveryPolicy() {
    SyscallPolicy open = SyscallPolicy.denyList("open").unknown(SyscallAction.allow());
    int native64 = Arch.X86_64.auditArch();
    assertThat(compiled(open).run(new SeccompData(0x4000_0000 | 520, native64, six())))
        .isEqualTo(0x0005_0026);
    assertThat(compiled(open).run(new SeccompData(-1, native64, six()))).isEqualTo(0x0005_0026);
    assertThat(compiled(open).run(new SeccompData(5000, native64, six()))).isEqualTo(0x7fff_0000);
  }

  @Test
  void refusesNamesThatNoArchitectureHas() {
    SyscallPolicy policy = SyscallPolicy.standard().allow("opne");
    assertThatThrownBy(() -> PolicyCompiler.compile(policy, Arch.X86_64, KillMode.NOTIFY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("policy standard+: no system call is called opne");
  }

  @Test
  void skipsNamesOfTheOtherArchitecture() {
    SyscallPolicy policy = SyscallPolicy.allowList("x86").allow("fork");
    BpfProgram program = PolicyCompiler.compile(policy, Arch.AARCH64, KillMode.NOTIFY);
    assertThat(program)
        .isEqualTo(
            PolicyCompiler.compile(SyscallPolicy.allowList("x"), Arch.AARCH64, KillMode.NOTIFY));
  }

  @ParameterizedTest
  @EnumSource
  void standardPolicyIsShort(Arch arch) {
    BpfProgram program =
        PolicyCompiler.compile(SyscallPolicy.standard(), arch, KillMode.KILL_PROCESS);
    assertThat(program.length()).isLessThan(240);
  }

  /** The kernel steps through the program for each call number while it loads it. */
  @ParameterizedTest
  @EnumSource
  void standardPolicyLoadsFast(Arch arch) {
    BpfInterpreter program =
        new BpfInterpreter(
            PolicyCompiler.compile(SyscallPolicy.standard(), arch, KillMode.KILL_PROCESS));
    int numbers = arch.table().names().lastKey() + 1;
    int steps = 0;
    for (int number = 0; number < numbers; number++) {
      int own = program.stepsToCache(new SeccompData(number, arch.auditArch(), six()));
      assertThat(own).as("steps of number %d", number).isLessThanOrEqualTo(16);
      steps += own;
    }
    assertThat((double) steps / numbers).as("mean steps").isLessThan(10.0);
  }

  /** A chain of as many tests, which must not overflow the stack of the caller. */
  @Test
  void tooManyRulesAreAnErrorThatNamesTheLimit() {
    List<SyscallRule> rules =
        IntStream.range(0, 20_000)
            .mapToObj(i -> new SyscallRule("lseek", SyscallAction.EPERM, List.of(int64(1).is(i))))
            .toList();
    SyscallPolicy policy =
        new SyscallPolicy("many", SyscallAction.allow(), SyscallAction.ENOSYS, rules);
    assertThatThrownBy(() -> PolicyCompiler.compile(policy, Arch.X86_64, KillMode.KILL_PROCESS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4096 instructions");
  }
}
