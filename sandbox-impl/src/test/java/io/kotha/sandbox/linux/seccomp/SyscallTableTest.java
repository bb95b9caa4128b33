package io.kotha.sandbox.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.seccomp.SyscallGroup;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallTableTest {

  @ParameterizedTest
  @CsvSource({
    "read, 0, 63",
    "write, 1, 64",
    "openat, 257, 56",
    "clone, 56, 220",
    "execve, 59, 221",
    "exit_group, 231, 94",
    "ioctl, 16, 29",
    "socket, 41, 198",
    "mount, 165, 40",
    "personality, 135, 92",
    "prlimit64, 302, 261",
    "seccomp, 317, 277",
    "mmap, 9, 222",
    "fcntl, 72, 25",
    "newfstatat, 262, 79",
    "wait4, 61, 260",
    "renameat, 264, 38",
    "memfd_secret, 447, 447",
    "io_uring_setup, 425, 425",
    "clone3, 435, 435",
    "openat2, 437, 437",
    "fchmodat2, 452, 452",
    "listns, 470, 470"
  })
  void knowsNumbersOfBothArchitectures(String name, int x86, int arm) {
    assertThat(Arch.X86_64.table().numberOf(name)).hasValue(x86);
    assertThat(Arch.AARCH64.table().numberOf(name)).hasValue(arm);
    assertThat(Arch.X86_64.table().nameOf(x86)).contains(name);
    assertThat(Arch.AARCH64.table().nameOf(arm)).contains(name);
  }

  @ParameterizedTest
  @CsvSource({"open, 2", "fork, 57", "arch_prctl, 158", "modify_ldt, 154", "uretprobe, 335"})
  void knowsCallsThatOnlyX86Has(String name, int number) {
    assertThat(Arch.X86_64.table().numberOf(name)).hasValue(number);
    assertThat(Arch.AARCH64.table().numberOf(name)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void hasAnEntryForEachNameAndNumber(Arch arch) {
    SyscallTable table = arch.table();
    assertThat(table.names()).hasSizeGreaterThan(320);
    assertThat(new TreeSet<>(table.names().values())).hasSize(table.names().size());
    assertThat(table.names().firstKey()).isZero();
    assertThat(table.nameOf(-1)).isEmpty();
    assertThat(table.nameOf(400)).isEmpty();
  }

  @Test
  void hasTheMembersOfAllGroups() {
    for (SyscallGroup group : EnumSet.allOf(SyscallGroup.class)) {
      for (String name : group.names()) {
        assertThat(architecturesWith(name)).as(name).isNotEmpty();
      }
    }
  }

  private static Set<Arch> architecturesWith(String name) {
    Set<Arch> with = EnumSet.noneOf(Arch.class);
    for (Arch arch : Arch.values()) {
      if (arch.table().numberOf(name).isPresent()) {
        with.add(arch);
      }
    }
    return with;
  }

  @Test
  void architecturesAreFoundByJavasNames() {
    assertThat(Arch.of("amd64")).contains(Arch.X86_64);
    assertThat(Arch.of("aarch64")).contains(Arch.AARCH64);
    assertThat(Arch.of("riscv64")).isEmpty();
  }
}
