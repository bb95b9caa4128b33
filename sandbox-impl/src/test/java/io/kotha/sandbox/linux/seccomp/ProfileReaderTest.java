package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.linux.seccomp.bpf.SeccompData.call;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Profiles of Docker and the OCI runtimes, read for one machine and one set of capabilities. */
class ProfileReaderTest {

  private static SyscallPolicy read(String json, Capability... kept) {
    return read(json, "6.1.0-18-amd64", kept);
  }

  private static SyscallPolicy read(String json, String kernel, Capability... kept) {
    return ProfileReader.read(
        "test.json", json, new ProfileReader.Target(Arch.X86_64, kernel, Set.of(kept)));
  }

  private static SyscallAction decide(SyscallPolicy policy, String name, long... arguments) {
    return PolicyEvaluator.evaluate(policy, Arch.X86_64, call(Arch.X86_64, name, arguments));
  }

  private static String entry(String more) {
    return "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{" + more + "}]}";
  }

  @Test
  void defaultsAreDockers() {
    SyscallPolicy policy =
        read(
            "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"defaultErrnoRet\": 13, \"syscalls\": null}");
    assertThat(policy.name()).isEqualTo("test.json");
    assertThat(policy.defaultAction()).isEqualTo(SyscallAction.errno(13));
    assertThat(policy.unknown()).isEqualTo(SyscallAction.ENOSYS);
    assertThat(read("{\"defaultAction\": \"SCMP_ACT_ERRNO\"}").defaultAction())
        .isEqualTo(SyscallAction.EPERM);
  }

  @Test
  void namesOfOtherMachinesAreSkipped() {
    SyscallPolicy policy =
        read(
            entry(
                "\"names\": [\"read\", \"chown32\", \"of_2040\"], \"action\": \"SCMP_ACT_ALLOW\""));
    assertThat(policy.rules()).hasSize(1);
    assertThat(decide(policy, "read")).isEqualTo(SyscallAction.allow());
    assertThat(decide(policy, "write")).isEqualTo(SyscallAction.EPERM);
  }

  @ParameterizedTest
  @CsvSource({
    "KILL, kill",
    "KILL_PROCESS, kill",
    "KILL_THREAD, kill",
    "TRAP, trap",
    "LOG, log",
    "ALLOW, allow",
  })
  void actionsAreTranslated(String action, String method) throws Exception {
    SyscallPolicy policy =
        read(entry("\"name\": \"read\", \"action\": \"SCMP_ACT_" + action + "\""));
    assertThat(decide(policy, "read"))
        .isEqualTo(SyscallAction.class.getMethod(method).invoke(null));
  }

  @ParameterizedTest
  @CsvSource({
    "SCMP_CMP_EQ, 7, 0, true, false, false",
    "SCMP_CMP_NE, 7, 0, false, true, true",
    "SCMP_CMP_LT, 7, 0, false, true, false",
    "SCMP_CMP_LE, 7, 0, true, true, false",
    "SCMP_CMP_GT, 7, 0, false, false, true",
    "SCMP_CMP_GE, 7, 0, true, false, true",
    "SCMP_CMP_MASKED_EQ, 6, 6, true, true, false",
  })
  void argumentsAreCompared(
      String op, int value, int two, boolean seven, boolean six, boolean eight) {
    SyscallPolicy policy =
        read(
            entry(
                """
                "names": ["lseek"], "action": "SCMP_ACT_ALLOW",
                "args": [{"index": 1, "value": %d, "valueTwo": %d, "op": "%s"}]
                """
                    .formatted(value, two, op)));
    assertThat(decide(policy, "lseek", 0, 7).equals(SyscallAction.allow())).isEqualTo(seven);
    assertThat(decide(policy, "lseek", 0, 6).equals(SyscallAction.allow())).isEqualTo(six);
    assertThat(decide(policy, "lseek", 0, 8).equals(SyscallAction.allow())).isEqualTo(eight);
  }

  @Test
  void intsAreComparedAsTheKernelReadsThem() {
    SyscallPolicy policy =
        read(
            entry(
                """
                "names": ["socket"], "action": "SCMP_ACT_ALLOW",
                "args": [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]
                """));
    assertThat(decide(policy, "socket", 2)).isEqualTo(SyscallAction.allow());
    assertThat(decide(policy, "socket", 40)).isEqualTo(SyscallAction.EPERM);
    assertThat(decide(policy, "socket", 1L << 32 | 40)).isEqualTo(SyscallAction.EPERM);
  }

  @ParameterizedTest
  @CsvSource({
    "memfd_create, 1, 4",
    "madvise, 2, 12",
    "arch_prctl, 0, 4098",
    "ioctl, 1, 21522",
    "fcntl, 2, 1",
    "mmap, 2, 7",
    "prctl, 1, 1",
  })
  void denyListIsNotEvadedByTheHighHalf(String name, int index, long value) {
    SyscallPolicy policy =
        read(
            """
            {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
              {"names": ["%s"], "action": "SCMP_ACT_ERRNO",
               "args": [{"index": %d, "value": %d, "op": "SCMP_CMP_EQ"}]}]}
            """
                .formatted(name, index, value));
    long[] arguments = new long[6];
    arguments[index] = value;
    assertThat(decide(policy, name, arguments)).isEqualTo(SyscallAction.EPERM);
    arguments[index] = 1L << 32 | value;
    assertThat(decide(policy, name, arguments)).isEqualTo(SyscallAction.EPERM);
    arguments[index] = value + 1;
    assertThat(decide(policy, name, arguments)).isEqualTo(SyscallAction.allow());
  }

  /** The kernel narrows the argument for some commands only, so each rule permits less. */
  @ParameterizedTest
  @CsvSource({
    "EQ, ERRNO, 0x1_0000_0007, false",
    "EQ, ALLOW, 0x1_0000_0007, false",
    "NE, ERRNO, 0x1_0000_0007, false",
    "NE, ALLOW, 0x1_0000_0007, false",
    "LT, ERRNO, 0x1_0000_0006, false",
    "LT, ALLOW, 0x1_0000_0006, false",
    "LE, ERRNO, 0x1_0000_0007, false",
    "LE, ALLOW, 0x1_0000_0007, false",
    "GT, ERRNO, 0x1_0000_0007, false",
    "GT, ALLOW, 0x1_0000_0007, false",
    "GT, ALLOW, 0x1_0000_0008, true",
    "GE, ERRNO, 0x1_0000_0006, false",
    "GE, ALLOW, 0x1_0000_0006, false",
    "NE, ALLOW, 0x1_0000_0008, true",
    "EQ, ERRNO, 0x1_0000_0008, true",
  })
  void argumentOfChangingWidthIsComparedTheStricterWay(
      String op, String action, String argument, boolean allowed) {
    SyscallPolicy policy =
        read(
            """
            {"defaultAction": "%s", "syscalls": [
              {"names": ["fcntl"], "action": "SCMP_ACT_%s",
               "args": [{"index": 2, "value": 7, "op": "SCMP_CMP_%s"}]}]}
            """
                .formatted(
                    action.equals("ALLOW") ? "SCMP_ACT_ERRNO" : "SCMP_ACT_ALLOW", action, op));
    long register = Long.decode(argument.replace("_", ""));
    assertThat(decide(policy, "fcntl", 3, 4, register).equals(SyscallAction.allow()))
        .isEqualTo(allowed);
  }

  @Test
  void severalConditionsOnOneArgumentAreAlternatives() {
    SyscallPolicy policy =
        read(
            entry(
                """
                "names": ["personality"], "action": "SCMP_ACT_ALLOW",
                "args": [{"index": 0, "value": 0, "op": "SCMP_CMP_EQ"},
                         {"index": 0, "value": 8, "op": "SCMP_CMP_EQ"}]
                """));
    assertThat(decide(policy, "personality", 0)).isEqualTo(SyscallAction.allow());
    assertThat(decide(policy, "personality", 8)).isEqualTo(SyscallAction.allow());
    assertThat(decide(policy, "personality", 1)).isEqualTo(SyscallAction.EPERM);
  }

  @Test
  void partialRefusalOverridesPartialPermission() {
    SyscallPolicy policy =
        read(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "syscalls": [
              {"names": ["socket"], "action": "SCMP_ACT_ERRNO", "errnoRet": 22, "args": [
                {"index": 0, "value": 16, "op": "SCMP_CMP_EQ"},
                {"index": 2, "value": 9, "op": "SCMP_CMP_EQ"}]},
              {"names": ["socket"], "action": "SCMP_ACT_ALLOW",
               "args": [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]}]}
            """);
    assertThat(decide(policy, "socket", 16, 3, 9)).isEqualTo(SyscallAction.errno(22));
    assertThat(decide(policy, "socket", 16, 3, 0)).isEqualTo(SyscallAction.allow());
  }

  @Test
  void denyListForManyMachinesRefusesCallsOfThisOne() {
    SyscallPolicy policy =
        read(
            """
            {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
              {"names": ["ptrace", "stime", "vm86", "umount"], "action": "SCMP_ACT_KILL"}]}
            """);
    assertThat(decide(policy, "ptrace")).isEqualTo(SyscallAction.kill());
    assertThat(decide(policy, "read")).isEqualTo(SyscallAction.allow());
    assertThat(policy.rules()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"includes\": {\"caps\": [\"CAP_SYS_CHROOT\"]}                      | false | true",
        "\"includes\": {\"caps\": [\"CAP_SYS_CHROOT\", \"CAP_BPF\"]}         | false | false",
        "\"excludes\": {\"caps\": [\"CAP_SYS_CHROOT\"]}                      | true  | false",
        "\"includes\": {\"arches\": [\"amd64\", \"x32\"]}                    | true  | true",
        "\"includes\": {\"arches\": [\"arm64\"]}                             | false | false",
        "\"excludes\": {\"arches\": [\"amd64\"]}                             | false | false",
        "\"includes\": {\"minKernel\": \"4.8\"}                              | true  | true",
        "\"includes\": {\"minKernel\": \"6.1\"}                              | true  | true",
        "\"includes\": {\"minKernel\": \"6.2\"}                              | false | false",
        "\"excludes\": {\"minKernel\": \"6.0\"}                              | false | false",
      })
  void conditionalEntriesApplyWhereTheyMatch(String filter, boolean without, boolean with) {
    String json = entry("\"names\": [\"chroot\"], \"action\": \"SCMP_ACT_ALLOW\", " + filter);
    assertThat(decide(read(json), "chroot").equals(SyscallAction.allow())).isEqualTo(without);
    assertThat(decide(read(json, Capability.SYS_CHROOT), "chroot").equals(SyscallAction.allow()))
        .isEqualTo(with);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                                                          | profile",
        "[]                                                                         | profile",
        "{\"defaultAction\": \"SCMP_ACT_ALOW\"}                                     | SCMP_ACT_ALOW",
        "{\"defaultAction\": \"SCMP_ACT_NOTIFY\"}                                   | SCMP_ACT_NOTIFY",
        "{\"defaultAction\": \"SCMP_ACT_TRACE\"}                                    | SCMP_ACT_TRACE",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"flags\":"
            + " [\"SECCOMP_FILTER_FLAG_SPEC_ALLOW\"]}                             | SPEC_ALLOW",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"action\":"
            + " \"SCMP_ACT_KILL\"}]}                                                 | names no",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"name\": \"ptarce\", \"action\":"
            + " \"SCMP_ACT_KILL\"}]}                                                 | ptarce",
        "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{\"name\": \"read\", \"action\":"
            + " \"SCMP_ACT_KILL\"}, {\"name\": \"read\", \"action\": \"SCMP_ACT_ALLOW\", \"args\":"
            + " [{\"index\": 0, \"value\": 1, \"op\": \"SCMP_CMP_EQ\"}]}]}     | different actions",
        "{\"syscalls\": []}                                                         | defaultAction",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"listenerPath\": \"/x\"}          | listenerPath",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"flags\": [\"X\"]}                | X",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"architectures\": [\"SCMP_ARCH_ARM\"]} | X86_64",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"name\": \"read\"}]} | syscalls[0]",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"nmae\": \"read\"}]} | nmae",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"name\": \"read\", \"action\":"
            + " \"SCMP_ACT_KILL\", \"includes\": {\"minKernel\": \"new\"}}]}        | minKernel",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"name\": \"read\", \"action\":"
            + " \"SCMP_ACT_KILL\", \"args\": [{\"index\": 9, \"op\": \"SCMP_CMP_EQ\"}]}]} | 9",
      })
  void unknownContentIsAnError(String json, String place) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(place);
  }

  @Test
  void missingAndUnknownFieldsAreErrors() {
    String start = "\"names\": [\"lseek\"], \"action\": \"SCMP_ACT_ALLOW\", \"args\": ";
    assertThatThrownBy(() -> read(entry(start + "[{\"op\": \"SCMP_CMP_EQ\"}]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing key index");
    assertThatThrownBy(() -> read(entry(start + "[{\"index\": 0}]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing key op");
    assertThatThrownBy(() -> read("{\"defaultAction\": \"SCMP_ACT_ALLOW\"} {}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deepNestingDoesNotOverflowTheStack() {
    String deep = "{\"defaultAction\":" + "[".repeat(500_000);
    assertThatThrownBy(() -> read(deep)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 4294967296 | errnoRet",
        "\"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 1e9999     | errnoRet",
        "\"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 1e0        | errnoRet",
        "\"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 4096       | errnoRet",
        "\"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": -1         | errnoRet",
        "\"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": \"1\"      | errnoRet",
        "\"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": [1]        | errnoRet",
        "\"action\": \"SCMP_ACT_KILL\", \"args\": [{\"index\": 4294967297, \"value\": 1,"
            + " \"op\": \"SCMP_CMP_EQ\"}]                        | index",
        "\"action\": \"SCMP_ACT_KILL\", \"args\": [{\"index\": 0.5, \"value\": 1,"
            + " \"op\": \"SCMP_CMP_EQ\"}]                        | index",
        "\"action\": \"SCMP_ACT_KILL\", \"args\": [{\"index\": 1, \"value\": 18446744073709551616,"
            + " \"op\": \"SCMP_CMP_EQ\"}]                        | value",
        "\"action\": \"SCMP_ACT_KILL\", \"args\": [{\"index\": 0, \"value\": 4294967296,"
            + " \"op\": \"SCMP_CMP_EQ\"}]                        | 32 bits",
        "\"action\": \"SCMP_ACT_KILL\", \"action\": \"SCMP_ACT_LOG\" | duplicate key",
        "\"action\": \"SCMP_ACT_KILL\", \"args\": [{\"index\": 0, \"index\": 1, \"value\": 1,"
            + " \"op\": \"SCMP_CMP_EQ\"}]                        | duplicate key",
      })
  void inexactNumbersAndDuplicateKeysAreErrorsOfTheirEntry(String more, String reason) {
    String good = "{\"names\": [\"write\"], \"action\": \"SCMP_ACT_KILL\"}";
    String json =
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [%s, {\"names\": [\"lseek\"], %s}]}"
            .formatted(good, more);
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("test.json")
        .hasMessageContaining("syscalls[1]")
        .hasMessageContaining(reason);
  }

  @Test
  void extremesOfIntegersAreRead() {
    SyscallPolicy policy =
        read(
            """
            {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
              {"names": ["lseek"], "action": "SCMP_ACT_ERRNO", "errnoRet": 4095,
               "args": [{"index": 1, "value": 18446744073709551615, "op": "SCMP_CMP_EQ"}]}]}
            """);
    assertThat(decide(policy, "lseek", 0, -1)).isEqualTo(SyscallAction.errno(4095));
  }

  private static String conditional(int rules) {
    return IntStream.range(0, rules)
        .mapToObj("{\"index\": 1, \"value\": %d, \"op\": \"SCMP_CMP_EQ\"}"::formatted)
        .collect(
            joining(
                ", ", "\"names\": [\"lseek\"], \"action\": \"SCMP_ACT_ALLOW\", \"args\": [", "]"));
  }

  @Test
  void rulesWithConditionsAreLimited() {
    assertThat(read(entry(conditional(4096))).rules()).hasSize(4096);
    assertThatThrownBy(() -> read(entry(conditional(4097))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("syscalls[0]")
        .hasMessageContaining("at most 4096 instructions");
  }
}
