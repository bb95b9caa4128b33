package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.seccomp.bpf.SeccompData.call;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.plan.Filters.Listener;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.seccomp.ReportingCalls;
import io.kotha.sandbox.linux.seccomp.bpf.BpfInterpreter;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallAnswer;
import io.kotha.sandbox.seccomp.SyscallEmulator;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The filter programs that a policy needs, and the one with the listener. */
class FiltersTest {

  // linux/seccomp.h
  private static final int KILL_PROCESS = 0x8000_0000;
  private static final int EPERM = 0x0005_0001;
  private static final int USER_NOTIF = 0x7fc0_0000;
  private static final int ALLOW = 0x7fff_0000;

  private static final SyscallEmulator EMULATOR = call -> SyscallAnswer.proceed();
  private static final SyscallPolicy DENY = SyscallPolicy.denyList("deny");

  private static Filters of(SyscallPolicy policy) {
    return Filters.of(policy, Arch.X86_64);
  }

  private static int answer(Optional<BpfProgram> program, String call, long... arguments) {
    return new BpfInterpreter(program.orElseThrow()).run(call(Arch.X86_64, call, arguments));
  }

  @Test
  void noPolicyLoadsNoProgram() {
    assertThat(of(SyscallPolicy.none()))
        .isEqualTo(new Filters(Optional.empty(), Optional.empty(), Listener.NONE, true));
  }

  @Test
  void policyThatOnlyRefusesHasOneProgramWithoutListener() {
    Filters filters = of(DENY.deny("ptrace"));

    assertThat(filters.listener()).isEqualTo(Listener.NONE);
    assertThat(filters.late()).isEmpty();
    assertThat(answer(filters.main(), "ptrace")).isEqualTo(EPERM);
    assertThat(answer(filters.main(), "read")).isEqualTo(ALLOW);
  }

  static List<SyscallPolicy> fatal() {
    return List.of(
        DENY.deny(SyscallAction.kill(), "ptrace"),
        SyscallPolicy.standard().unknown(SyscallAction.kill()),
        SyscallPolicy.standard().defaultAction(SyscallAction.kill()),
        DENY.rule(new SyscallRule("execve", SyscallAction.once())));
  }

  @ParameterizedTest
  @MethodSource("fatal")
  void fatalPolicyHasTheListenerInItsMainProgram(SyscallPolicy policy) {
    assertThat(of(policy).listener()).isEqualTo(Listener.MAIN);
  }

  @Test
  void fatalCallIsReportedByTheMainProgram() {
    Filters filters = of(DENY.deny(SyscallAction.kill(), "ptrace"));

    assertThat(answer(filters.main(), "ptrace")).isEqualTo(USER_NOTIF);
    assertThat(answer(filters.main(), "read")).isEqualTo(ALLOW);
  }

  @Test
  void callOfForeignAbiIsKilledAlsoWithoutListener() {
    Filters filters = of(DENY.deny("ptrace"));
    int i386 = 0x4000_0003;

    assertThat(
            new BpfInterpreter(filters.main().orElseThrow())
                .run(new SeccompData(0, i386, new long[6])))
        .isEqualTo(KILL_PROCESS);
  }

  @Test
  void lateProgramTakesAwayTheCallsOfTheParkedPayload() {
    Filters filters = of(DENY.deny(SyscallAction.kill(), "chdir"));

    assertThat(filters.listener()).isEqualTo(Listener.MAIN);
    assertThat(answer(filters.main(), "chdir")).isEqualTo(ALLOW);
    assertThat(answer(filters.late(), "chdir")).isEqualTo(KILL_PROCESS);
    assertThat(answer(filters.late(), "read")).isEqualTo(ALLOW);
  }

  @Test
  void lateProgramRefusesOnlyTheCallsThatWereAdded() {
    Filters filters = of(DENY.deny("chdir").deny(SyscallAction.errno(13), "ptrace"));

    assertThat(answer(filters.late(), "chdir")).isEqualTo(EPERM);
    assertThat(answer(filters.late(), "ptrace")).isEqualTo(ALLOW);
    assertThat(answer(filters.main(), "ptrace")).isEqualTo(0x0005_000d);
  }

  // ---- emulation ----

  static List<SyscallPolicy> emulated() {
    return List.of(
        DENY.emulate(EMULATOR, "ptrace"),
        SyscallPolicy.standard().defaultAction(SyscallAction.emulate(EMULATOR)),
        SyscallPolicy.standard().unknown(SyscallAction.emulate(EMULATOR)));
  }

  @ParameterizedTest
  @MethodSource("emulated")
  void emulatedPolicyIsLoadedInOnePieceJustBeforeExecve(SyscallPolicy policy) {
    Filters filters = of(policy);

    assertThat(filters.main()).isEmpty();
    assertThat(filters.late()).isPresent();
    assertThat(filters.listener()).isEqualTo(Listener.LATE);
  }

  @Test
  void emulatedAndFatalCallsGoToTheListener() {
    Filters filters = of(DENY.emulate(EMULATOR, "ptrace").deny(SyscallAction.kill(), "mount"));

    assertThat(answer(filters.late(), "ptrace")).isEqualTo(USER_NOTIF);
    assertThat(answer(filters.late(), "mount")).isEqualTo(USER_NOTIF);
    assertThat(answer(filters.late(), "read")).isEqualTo(ALLOW);
  }

  @Test
  void emulatedPolicyLetsThePayloadReportThatExecveFailed() {
    Filters filters =
        of(SyscallPolicy.allowList("tiny").allow("execve").emulate(EMULATOR, "ptrace"));
    long[] report = {ReportingCalls.DESCRIPTOR, 0, 0, 0, 0, ReportingCalls.COOKIE};

    assertThat(answer(filters.late(), "write", report)).isEqualTo(ALLOW);
    assertThat(answer(filters.late(), "sendmsg", report)).isEqualTo(ALLOW);
    assertThat(answer(filters.late(), "exit_group")).isEqualTo(ALLOW);
    assertThat(answer(filters.late(), "write", ReportingCalls.DESCRIPTOR)).isEqualTo(EPERM);
    assertThat(answer(filters.late(), "sendmsg", 1, 0, 0, 0, 0, ReportingCalls.COOKIE))
        .isEqualTo(EPERM);
  }

  @ParameterizedTest
  @EnumSource
  void emulatedPolicyThatRefusesExecveCannotStart(Refusal refusal) {
    SyscallPolicy policy = DENY.emulate(EMULATOR, "ptrace").deny(refusal.action, "execve");

    assertThatThrownBy(() -> of(policy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("execve");
  }

  /** The answers after which {@code execve} has not started the program. */
  enum Refusal {
    ERRNO(SyscallAction.EPERM),
    KILL(SyscallAction.kill()),
    TRAP(SyscallAction.trap());

    private final SyscallAction action;

    Refusal(SyscallAction action) {
      this.action = action;
    }
  }

  @Test
  void emulatorMayAnswerExecveItself() {
    assertThat(of(DENY.emulate(EMULATOR, "execve")).listener()).isEqualTo(Listener.LATE);
    assertThat(
            of(DENY.emulate(EMULATOR, "ptrace")
                    .rule(new SyscallRule("execve", SyscallAction.log())))
                .listener())
        .isEqualTo(Listener.LATE);
  }

  @Test
  void policyThatDependsOnTheArgumentsOfExecveIsRefusedOnlyWithoutEmulation() {
    SyscallPolicy policy = DENY.denyWhen(SyscallAction.EPERM, "execve", int64(0).isNot(0));

    assertThatThrownBy(() -> of(policy)).isInstanceOf(IllegalArgumentException.class);
    assertThat(of(policy.emulate(EMULATOR, "ptrace")).listener()).isEqualTo(Listener.LATE);
  }
}
