package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.stats.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counts of the written bytes, by stream. */
@Timeout(60)
class OutputCountIT {

  @Test
  void eachStreamIsCountedSeparately() throws Exception {
    String script = "head -c 300000 /dev/zero; head -c 200000 /dev/zero >&2";
    SandboxResult result = Rooms.sh(Rooms.minimal(), script);
    assertThat(result.stdoutWritten()).hasValue(300_000);
    assertThat(result.stderrWritten()).hasValue(200_000);
    assertThat(result.verdict().evidence().counters())
        .containsEntry(Evidence.STDOUT_BYTES, 300_000L)
        .containsEntry(Evidence.STDERR_BYTES, 200_000L);
  }

  @Test
  void discardedOutputIsCounted() throws Exception {
    String script = "echo before >&2; head -c 50000 /dev/zero";
    SandboxResult result = Rooms.sh(Rooms.minimal().output(MemorySize.KB(10)), script);
    assertThat(result.verdict()).isInstanceOf(Verdict.OutputExceeded.class);
    assertThat(result.stdoutBytes().length + result.stderrBytes().length).isEqualTo(10_000);
    assertThat(result.stdoutWritten().orElseThrow()).isBetween(9_000L, 50_000L);
    assertThat(result.stdoutWritten().orElseThrow() + result.stderrWritten().orElseThrow())
        .isGreaterThan(10_000);
  }

  @Test
  void capturedRunHasALimitByDefault() throws Exception {
    SandboxResult result = Rooms.sh(Rooms.minimal(), "head -c 20000000 /dev/zero");
    assertThat(result.verdict())
        .isInstanceOfSatisfying(
            Verdict.OutputExceeded.class,
            exceeded -> assertThat(exceeded.limit()).isEqualTo(MemorySize.MiB(16)));
    assertThat(result.stdoutBytes()).hasSize(16 << 20);
  }

  @Test
  void silentProgramHasAZeroCount() throws Exception {
    SandboxResult result = Rooms.minimal().run("/bin/true");
    assertThat(result.stdoutWritten()).hasValue(0);
    assertThat(result.stderrWritten()).hasValue(0);
  }

  @Test
  void unreadOutputIsNotCounted() throws Exception {
    Command quiet = Command.of("/bin/ls", "/").stdout(Stdio.NULL);
    SandboxResult result = Rooms.minimal().run(quiet);
    assertThat(result.stdoutWritten()).isEmpty();
    assertThat(result.stderrWritten()).hasValue(0);
    try (SandboxProcess process = Rooms.minimal().start("/bin/ls", "/")) {
      process.waitFor();
      assertThat(process.verdict().evidence().counters())
          .doesNotContainKeys(Evidence.STDOUT_BYTES, Evidence.STDERR_BYTES);
    }
  }

  @Test
  void mergedStreamIsCountedOnce() throws Exception {
    Command both = Command.of("/bin/sh", "-c", "echo out; echo error >&2").stderr(Stdio.STDOUT);
    SandboxResult result = Rooms.minimal().run(both);
    assertThat(result.stdoutWritten()).hasValue("out\nerror\n".length());
    assertThat(result.stderrWritten()).isEmpty();
  }
}
