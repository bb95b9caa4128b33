package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of profiles, written and read. */
class ProfileTextTest {

  private static final SyscallPolicy POLICY = SyscallPolicy.allowList("p");

  private static String written(SyscallPolicy policy, Arch arch) {
    return ProfileWriter.write(policy, arch).replaceAll("\\s+", "");
  }

  private static SyscallPolicy read(String json) {
    return ProfileReader.read(
        "p.json", json, new ProfileReader.Target(Arch.X86_64, "6.1.0-18-amd64", Set.of()));
  }

  private static String profile(String... entries) {
    return "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": ["
        + String.join(", ", entries)
        + "]}";
  }

  // ---- written ----

  @Test
  void profileNamesItsArchitecture() {
    assertThat(written(POLICY, Arch.X86_64)).contains("\"architectures\":[\"SCMP_ARCH_X86_64\"]");
    assertThat(written(POLICY, Arch.AARCH64)).contains("\"architectures\":[\"SCMP_ARCH_AARCH64\"]");
  }

  @Test
  void everyActionHasItsWord() {
    assertThat(written(POLICY.deny(SyscallAction.kill(), "ptrace"), Arch.X86_64))
        .contains("{\"names\":[\"ptrace\"],\"action\":\"SCMP_ACT_KILL_PROCESS\"}");
    assertThat(written(POLICY.deny(SyscallAction.log(), "ptrace"), Arch.X86_64))
        .contains("\"action\":\"SCMP_ACT_LOG\"");
    assertThat(written(POLICY.deny(SyscallAction.trap(), "ptrace"), Arch.X86_64))
        .contains("\"action\":\"SCMP_ACT_TRAP\"");
    assertThat(written(POLICY.deny(SyscallAction.errno(13), "ptrace"), Arch.X86_64))
        .contains("\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":13");
    assertThat(written(POLICY, Arch.X86_64))
        .startsWith("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":1,");
  }

  @Test
  void ruleWithoutConditionsHidesTheRulesBeforeIt() {
    assertThat(
            written(
                POLICY.denyWhen(SyscallAction.kill(), "lseek", int64(0).is(7)).allow("lseek"),
                Arch.X86_64))
        .contains("{\"names\":[\"lseek\"],\"action\":\"SCMP_ACT_ALLOW\"}")
        .doesNotContain("args", "KILL");
  }

  // ---- read ----

  @Test
  void errorNamesTheEntryInWhichItIs() {
    String good = "{\"name\": \"read\", \"action\": \"SCMP_ACT_ALLOW\"}";
    String bad = "{\"name\": \"read\"}";

    assertThatThrownBy(() -> read(profile(good, good, bad)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("syscalls[2]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"args\": [{\"index\": 0, \"op\": \"SCMP_CMP_EQ\", \"valueThree\": 1}] | valueThree",
        "\"includes\": {\"kernels\": []} | kernels",
        "\"excludes\": {\"minkernel\": \"1.0\"} | minkernel",
      })
  void unknownKeyBelowAnEntryIsRefused(String more, String key) {
    String entry = "{\"name\": \"read\", \"action\": \"SCMP_ACT_ALLOW\", " + more + "}";

    assertThatThrownBy(() -> read(profile(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource({
    "5.99, true",
    "6.0, true",
    "6.1, true",
    "6.2, false",
    "7.0, false",
  })
  void minimumIsComparedByMajorThenMinor(String minimum, boolean applies) {
    String entry =
        "{\"name\": \"read\", \"action\": \"SCMP_ACT_ALLOW\", \"includes\": {\"minKernel\": \""
            + minimum
            + "\"}}";

    assertThat(read(profile(entry)).rules()).hasSize(applies ? 1 : 0);
  }

  @Test
  void jsonIsReadStrictly() {
    assertThatThrownBy(() -> read("{defaultAction: SCMP_ACT_ALLOW}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read("{'defaultAction': 'SCMP_ACT_ALLOW'}"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
