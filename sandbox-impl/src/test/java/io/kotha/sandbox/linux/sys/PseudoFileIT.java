package io.kotha.sandbox.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.fixture.HostCommand;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseudoFileIT {

  /** Values of several digits and words: a reader that gets one byte only would not pass. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc/sys/user/max_user_namespaces",
        "/proc/sys/user/max_mnt_namespaces",
        "/proc/sys/kernel/osrelease",
        "/proc/sys/kernel/random/boot_id",
        "/proc/sys/kernel/printk",
        "/proc/filesystems"
      })
  void readsTheSameAsCat(String path) throws Exception {
    String expected = HostCommand.run("cat", path).orThrow();
    assertThat(expected).hasSizeGreaterThan(2);
    assertThat(PseudoFile.read(path)).isEqualTo(expected);
    assertThat(PseudoFile.text(path)).contains(expected);
  }

  /** The symbols of the kernel fill megabytes, so one read does not return all of them. */
  @Test
  void readsAFileThatIsLargerThanOneRead() throws Exception {
    long lines = HostCommand.run("cat", "/proc/kallsyms").orThrow().lines().count();
    assertThat(PseudoFile.read("/proc/kallsyms").lines().count()).isEqualTo(lines);
  }

  @Test
  void missingFileHasNoText() {
    assertThat(PseudoFile.text("/proc/sys/kotha/none")).isEmpty();
    assertThatThrownBy(() -> PseudoFile.read("/proc/sys/kotha/none"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/proc/sys/kotha/none");
  }
}
