package io.kotha.sandbox.linux.seccomp.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.seccomp.PolicyCompiler;
import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BpfProgramTest {

  private static final BpfInstruction RET = BpfInstruction.ret(FilterReturn.ALLOW);

  @Test
  void encodesAsStructSockFilter() {
    BpfProgram program =
        new BpfProgram(
            List.of(
                BpfInstruction.load(DataWord.high(5)),
                BpfInstruction.jump(Jump.JSET, 0x8765_4321, 0, 1),
                RET,
                BpfInstruction.ret(FilterReturn.KILL_PROCESS)));
    assertThat(program.encode())
        .containsExactly(
            0x20, 0, 0, 0, 60, 0, 0, 0, //
            0x45, 0, 0, 1, 0x21, 0x43, 0x65, 0x87, //
            0x06, 0, 0, 0, 0, 0, 0xff, 0x7f, //
            0x06, 0, 0, 0, 0, 0, 0, 0x80);
    assertThat(program)
        .hasToString(
            """
               0: ld   [arg5.high]
               1: jset #0x87654321, 2, 3
               2: ret  ALLOW
               3: ret  KILL_PROCESS
            """);
  }

  @Test
  void refusesProgramsThatTheKernelRefuses() {
    assertRefused(List.of());
    assertRefused(Collections.nCopies(4097, RET));
    assertRefused(List.of(BpfInstruction.load(DataWord.ARCH)));
    assertRefused(List.of(BpfInstruction.skip(1), RET));
    assertRefused(List.of(BpfInstruction.skip(-1), RET));
    assertRefused(List.of(BpfInstruction.jump(Jump.JEQ, 0, 0, 1), RET));
    assertRefused(List.of(BpfInstruction.jump(Jump.JEQ, 0, 256, 0), BpfInstruction.skip(300), RET));
  }

  private static void assertRefused(List<BpfInstruction> instructions) {
    assertThatThrownBy(() -> new BpfProgram(instructions))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsWholePolicies() {
    BpfProgram program =
        PolicyCompiler.compile(SyscallPolicy.standard(), Arch.X86_64, KillMode.NOTIFY);
    assertThat(program.toString().lines())
        .hasSize(program.length())
        .startsWith("   0: ld   [arch]")
        .anyMatch(line -> line.endsWith("ret  ERRNO 38"))
        .anyMatch(line -> line.endsWith("ret  USER_NOTIF"));
  }
}
