package io.kotha.examples.ship.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.SyscallAction;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.SyscallRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeccompFileTest {

  @TempDir Path dir;

  @Test
  void actionsAreTaken() throws IOException {
    SyscallPolicy policy =
        policy(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "syscalls": [
              {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"},
              {"names": ["ptrace"], "action": "SCMP_ACT_KILL_PROCESS"},
              {"names": ["mount"], "action": "SCMP_ACT_ERRNO"},
              {"names": ["swapon"], "action": "SCMP_ACT_ERRNO", "errnoRet": 95},
              {"name": "getppid", "action": "SCMP_ACT_LOG"}]}
            """);
    assertThat(policy.otherwise()).isEqualTo(SyscallAction.ENOSYS);
    assertThat(policy.unknown()).isEqualTo(SyscallAction.ENOSYS);
    assertThat(decision(policy, "read")).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "write")).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "ptrace")).isEqualTo(SyscallAction.kill());
    assertThat(decision(policy, "mount")).isEqualTo(SyscallAction.EPERM);
    assertThat(decision(policy, "swapon")).isEqualTo(SyscallAction.errno(95));
    assertThat(decision(policy, "getppid")).isEqualTo(SyscallAction.log());
    assertThat(decision(policy, "open")).isEqualTo(SyscallAction.ENOSYS);
  }

  @Test
  void aDenyListAllowsTheRest() throws IOException {
    SyscallPolicy policy =
        policy(
            """
            {"defaultAction": "SCMP_ACT_ALLOW",
             "syscalls": [{"names": ["reboot"], "action": "SCMP_ACT_ERRNO"}]}
            """);
    assertThat(decision(policy, "read")).isEqualTo(SyscallAction.allow());
    assertThat(policy.unknown()).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "reboot")).isEqualTo(SyscallAction.EPERM);
  }

  @Test
  void argumentsDecide() throws IOException {
    SyscallPolicy policy =
        policy(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
              {"names": ["socket"], "action": "SCMP_ACT_ALLOW",
               "args": [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]},
              {"names": ["personality"], "action": "SCMP_ACT_ALLOW",
               "args": [{"index": 0, "value": 0, "op": "SCMP_CMP_EQ"}]},
              {"names": ["personality"], "action": "SCMP_ACT_ALLOW",
               "args": [{"index": 0, "value": 4294967295, "op": "SCMP_CMP_EQ"}]},
              {"names": ["clone"], "action": "SCMP_ACT_ALLOW",
               "args": [{"index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}]},
              {"names": ["mmap"], "action": "SCMP_ACT_ALLOW",
               "args": [{"index": 1, "value": 18446744073709551615, "op": "SCMP_CMP_LT"}]}]}
            """);
    assertThat(decision(policy, "socket", 2)).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "socket", 40)).isEqualTo(SyscallAction.EPERM);
    assertThat(decision(policy, "socket", 0x1_0000_0028L))
        .as("the kernel takes an int")
        .isEqualTo(SyscallAction.EPERM);
    assertThat(decision(policy, "personality", 0)).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "personality", 0xffff_ffffL)).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "personality", 8)).isEqualTo(SyscallAction.EPERM);
    assertThat(decision(policy, "clone", 17)).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "clone", 0x1000_0011)).isEqualTo(SyscallAction.EPERM);
    assertThat(decision(policy, "mmap", 0, -2)).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "mmap", 0, -1)).isEqualTo(SyscallAction.EPERM);
  }

  @Test
  void twoConditionsOnOneArgumentAreAlternatives() throws IOException {
    SyscallPolicy policy =
        policy(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
              {"names": ["ioctl"], "action": "SCMP_ACT_ALLOW", "args": [
                {"index": 1, "value": 1, "op": "SCMP_CMP_EQ"},
                {"index": 1, "value": 2, "op": "SCMP_CMP_EQ"}]}]}
            """);
    assertThat(decision(policy, "ioctl", 0, 1)).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "ioctl", 0, 2)).isEqualTo(SyscallAction.allow());
    assertThat(decision(policy, "ioctl", 0, 3)).isEqualTo(SyscallAction.EPERM);
  }

  @Test
  void aRefusalOfSomeArgumentsIsStrongerThanAPermissionOfSome() throws IOException {
    SyscallPolicy policy =
        policy(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "syscalls": [
              {"names": ["socket"], "action": "SCMP_ACT_ERRNO", "errnoRet": 22, "args": [
                {"index": 0, "value": 16, "op": "SCMP_CMP_EQ"},
                {"index": 2, "value": 9, "op": "SCMP_CMP_EQ"}]},
              {"names": ["socket"], "action": "SCMP_ACT_ALLOW",
               "args": [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]}]}
            """);
    assertThat(decision(policy, "socket", 16, 3, 9)).isEqualTo(SyscallAction.errno(22));
    assertThat(decision(policy, "socket", 16, 3, 0)).isEqualTo(SyscallAction.allow());
  }

  @Test
  void capabilitiesArchitecturesAndKernelsDecide() throws IOException {
    String text =
        """
        {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
          {"names": ["chroot"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_CHROOT"]}},
          {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38,
           "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
          {"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}},
          {"names": ["bpf"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "99.0"}},
          {"names": ["kcmp"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["s390x"]}},
          {"names": ["acct"], "action": "SCMP_ACT_ALLOW",
           "excludes": {"arches": ["amd64", "arm64"]}}]}
        """;
    SyscallPolicy plain = policy(text);
    assertThat(decision(plain, "chroot")).isEqualTo(SyscallAction.EPERM);
    assertThat(decision(plain, "clone3")).isEqualTo(SyscallAction.ENOSYS);
    assertThat(decision(plain, "ptrace")).isEqualTo(SyscallAction.allow());
    assertThat(decision(plain, "bpf")).isEqualTo(SyscallAction.EPERM);
    assertThat(decision(plain, "kcmp")).isEqualTo(SyscallAction.EPERM);
    assertThat(decision(plain, "acct")).isEqualTo(SyscallAction.EPERM);
    SyscallPolicy kept = file(text).toPolicy(Set.of(Capability.SYS_CHROOT, Capability.SYS_ADMIN));
    assertThat(decision(kept, "chroot")).isEqualTo(SyscallAction.allow());
    assertThat(kept.rules()).extracting(SyscallRule::syscall).doesNotContain("clone3");
  }

  @Test
  void callsOfOtherMachinesArePassedOver() throws IOException {
    SyscallPolicy policy =
        policy(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
              {"names": ["read", "_llseek", "chown32", "s390_pci_mmio_read", "waitpid", "recv", "send"],
               "action": "SCMP_ACT_ALLOW"}]}
            """);
    assertThat(policy.rules()).extracting(SyscallRule::syscall).containsExactly("read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {                                                        | not a seccomp profile
          []                                                       | not a seccomp profile
          {}                                                       | defaultAction
          {"defaultAction": "SCMP_ACT_FLY"}                        | SCMP_ACT_FLY
          {"defaultAction": "SCMP_ACT_TRACE"}                      | needs an agent
          {"defaultAction": "SCMP_ACT_ALLOW", "listenerPath": "x"} | listenerPath
          {"defaultAction": "SCMP_ACT_ALLOW", "flags": ["SECCOMP_FILTER_FLAG_SPEC_ALLOW"]} | SPEC_ALLOW
          {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_S390X"]} | SCMP_ARCH_S390X
          {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"action": "SCMP_ACT_KILL"}]} | names no
          {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "value": 1, "op": "X"}]}]} | comparison X
          {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 6, "value": 1, "op": "SCMP_CMP_EQ"}]}]} | 0 to 5
          {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL"}, {"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}]} | different actions
          """)
  void whatCannotBeTakenIsNamed(String text, String expected) {
    assertThatThrownBy(() -> policy(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> SeccompFile.read(dir.resolve("none.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.json");
  }

  private SyscallPolicy policy(String text) throws IOException {
    return file(text).toPolicy(Set.of());
  }

  private SeccompFile file(String text) throws IOException {
    return SeccompFile.read(Files.writeString(dir.resolve("seccomp.json"), text));
  }

  /** The last rule that matches decides. */
  private static SyscallAction decision(SyscallPolicy policy, String call, long... arguments) {
    long[] registers = java.util.Arrays.copyOf(arguments, 6);
    List<SyscallRule> matching =
        policy.rules().stream()
            .filter(rule -> rule.syscall().equals(call) && rule.matches(registers))
            .toList();
    return matching.isEmpty() ? policy.otherwise() : matching.get(matching.size() - 1).action();
  }
}
