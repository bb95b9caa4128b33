package io.kotha.sandbox.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SyscallTableFileTest {

  @Test
  void tableHasEveryLineOfItsFile() {
    SyscallTable table = SyscallTable.load("syscalls-aarch64.tsv");

    assertThat(table.numberOf("execve")).hasValue(221);
    assertThat(table.nameOf(221)).contains("execve");
    assertThat(table.names()).isEqualTo(Arch.AARCH64.table().names());
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> SyscallTable.load("syscalls-vax.tsv"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("syscalls-vax.tsv");
  }
}
