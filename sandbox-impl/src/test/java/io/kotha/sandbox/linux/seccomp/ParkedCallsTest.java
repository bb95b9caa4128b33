package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.linux.seccomp.bpf.SeccompData.call;
import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInterpreter;
import io.kotha.sandbox.linux.seccomp.bpf.FilterReturn;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParkedCallsTest {

  private static final int ALLOW = 0x7fff_0000;
  private static final int EPERM = 0x0005_0001;

  private static BpfInterpreter compiled(SyscallPolicy policy, Arch arch) {
    return new BpfInterpreter(PolicyCompiler.compile(policy, arch, KillMode.KILL_PROCESS));
  }

  @Test
  void standardPolicyGrantsAllParkedCalls() {
    ParkedCalls parked = ParkedCalls.of(SyscallPolicy.standard());
    assertThat(parked.notGranted()).isEmpty();
    assertThat(parked.widened()).isEqualTo(SyscallPolicy.standard());
    assertThat(parked.late()).isEmpty();
  }

  @Test
  void policyNoneGrantsAllParkedCalls() {
    assertThat(ParkedCalls.of(SyscallPolicy.none()).late()).isEmpty();
  }

  @Test
  void findsCallsThatArgumentsTakeAway() {
    SyscallPolicy policy =
        SyscallPolicy.standard()
            .denyWhen(
                SyscallAction.EPERM,
                "ioctl",
                int32(1).is(0x540e)) // This is the request of the helper.
            .denyWhen(
                SyscallAction.EPERM,
                "prlimit64",
                int32(0).isNot(0)) // A parked payload never makes this request.
            .denyWhen(SyscallAction.EPERM, "fcntl", int32(1).is(1034)) // F_GET_SEALS
            .denyWhen(SyscallAction.EPERM, "fcntl", int32(1).is(6)) // never made
            .denyWhen(SyscallAction.EPERM, "write", int64(2).isAbove(1 << 20))
            .allowWhen("write", int64(2).isAbove(1 << 20));
    assertThat(ParkedCalls.of(policy).notGranted())
        .containsExactly("fcntl", "ioctl", "seccomp", "write");
  }

  @ParameterizedTest
  @EnumSource
  void parkedPayloadRunsUntilTheLateFilter(Arch arch) {
    SyscallPolicy tiny =
        SyscallPolicy.allowList("tiny").allow("execve", "read").unknown(SyscallAction.kill());
    ParkedCalls parked = ParkedCalls.of(tiny);
    BpfInterpreter before = compiled(parked.widened(), arch);
    BpfInterpreter late = compiled(parked.late().orElseThrow(), arch);

    assertThat(parked.notGranted()).contains("recvmsg", "dup3", "chdir", "close_range", "seccomp");
    for (String name : parked.notGranted()) {
      long[] arguments =
          switch (name) {
            case "ioctl" -> new long[] {0, 0x540e};
            case "personality" -> new long[] {0xffff_ffffL};
            case "fcntl" -> new long[] {0, 1034};
            case "seccomp" -> new long[] {1};
            default -> new long[6];
          };
      assertThat(before.run(call(arch, name, arguments))).as(name).isEqualTo(ALLOW);
      assertThat(late.run(call(arch, name, arguments)))
          .as(name)
          .isEqualTo(name.equals("exit_group") ? ALLOW : EPERM);
    }
    assertThat(before.run(call(arch, "ioctl", 0, 0x5412))).isEqualTo(EPERM);
    assertThat(before.run(call(arch, "openat", -100, 0, 0101, 04755))).isEqualTo(EPERM);
    assertThat(late.run(call(arch, "execve"))).isEqualTo(ALLOW);
    assertThat(late.run(call(arch, "write", 3, 0, 0, 0, 0, ReportingCalls.COOKIE)))
        .isEqualTo(ALLOW);
    assertThat(late.run(call(arch, "write", 1, 0, 0, 0, 0, ReportingCalls.COOKIE)))
        .isEqualTo(EPERM);
    assertThat(late.run(call(arch, "write", 3))).isEqualTo(EPERM);
  }

  /** The stricter answer of two filters counts: together they equal the policy. */
  @ParameterizedTest
  @EnumSource
  void bothFiltersTogetherEqualThePolicy(Arch arch) {
    SyscallPolicy policy =
        SyscallPolicy.standard()
            .deny(SyscallAction.kill(), "sendmsg", "dup3")
            .denyWhen(SyscallAction.errno(13), "openat", int32(2).hasAnyOf(3))
            .denyWhen(SyscallAction.errno(9), "write", int32(0).isAbove(2));
    ParkedCalls parked = ParkedCalls.of(policy);
    BpfInterpreter before = compiled(parked.widened(), arch);
    BpfInterpreter late = compiled(parked.late().orElseThrow(), arch);
    Random random = new Random(7);
    for (int number : arch.table().names().keySet()) {
      for (int round = 0; round < 50; round++) {
        long[] arguments = random.longs(6, -8, 8).toArray();
        SeccompData data = new SeccompData(number, arch.auditArch(), arguments);
        int expected =
            FilterReturn.of(PolicyEvaluator.evaluate(policy, arch, data), KillMode.KILL_PROCESS);
        // Signed order is the kernel's order of strictness: KILL_PROCESS is the lowest.
        assertThat(Math.min(before.run(data), late.run(data))).isEqualTo(expected);
      }
    }
  }

  @Test
  void refusesPoliciesThatCannotStartAProgram() {
    assertThatThrownBy(() -> ParkedCalls.of(SyscallPolicy.allowList("closed").allow("read")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("policy closed+ does not grant execve");
    assertThatThrownBy(
            () ->
                ParkedCalls.of(
                    SyscallPolicy.standard()
                        .denyWhen(SyscallAction.EPERM, "execve", int64(1).is(0))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
