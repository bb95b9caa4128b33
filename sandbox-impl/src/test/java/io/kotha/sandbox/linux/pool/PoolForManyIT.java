package io.kotha.sandbox.linux.pool;

import static io.kotha.sandbox.MemorySize.KiB;
import static io.kotha.sandbox.MemorySize.MB;
import static io.kotha.sandbox.linux.fixture.Pools.full;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxTemplate;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pool that serves every sandbox with the same settings built into its rooms. */
@Timeout(60)
class PoolForManyIT {

  private static final Command SHELL = Command.of("/bin/sh", "-c");

  @TempDir Path dir;
  private final Sandbox base =
      Rooms.minimal().tmpfs("/box", MB(4)).wallTime(Duration.ofSeconds(30)).openFiles(200);
  private SandboxPool pool;

  @BeforeEach
  void open() throws Exception {
    pool = full(base.copyOut("/box/none", dir.resolve("none")), 2);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void filesAreCopiedPerSandbox() throws Exception {
    for (String name : new String[] {"one", "two"}) {
      Path out = dir.resolve(name);
      Sandbox own = base.copyIn(name.getBytes(UTF_8), "/box/in").copyOut("/box/out", out);
      SandboxResult result = pool.run(own, SHELL.args("cat /box/in /box/in > /box/out"));
      assertThat(result.verdict().isSuccess()).as("%s", result).isTrue();
      assertThat(out).hasContent(name + name);
    }
    assertThat(pool.stats().warm()).isPositive();
    assertThat(pool.run("/bin/sh", "-c", "ls /box").stdout())
        .as("the pool's own sandbox has no file")
        .isEmpty();
  }

  @Test
  void wallTimeIsTakenFromTheSandbox() throws Exception {
    Verdict cut = pool.run(base.wallTime(Duration.ofMillis(100)), SHELL.args("sleep 20")).verdict();
    assertThat(cut).isInstanceOf(Verdict.TimeExceeded.class);
    try (SandboxPool hasty = full(base.wallTime(Duration.ofMillis(200)), 1)) {
      assertThat(hasty.run(base, SHELL.args("sleep 0.6")).verdict().isSuccess()).isTrue();
      Verdict own = hasty.run("/bin/sh", "-c", "sleep 20").verdict();
      assertThat(own).as("the pool's own limit").isInstanceOf(Verdict.TimeExceeded.class);
    }
  }

  @Test
  void cpuTimeLimitIsTakenFromTheSandbox() throws Exception {
    Features.require("cgroup.cpu");
    Sandbox patient = base.cpuTime(Duration.ofSeconds(20));
    try (SandboxPool counting = full(patient, 1)) {
      SandboxResult cut =
          counting.run(patient.cpuTime(Duration.ofMillis(200)), SHELL.args("while :; do :; done"));
      assertThat(cut.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
      assertThat(cut.usage().wall()).as("not the pool's limit").isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void processLimitsAreTakenFromTheSandbox() throws Exception {
    SandboxResult own = pool.run("/bin/sh", "-c", "ulimit -n; ulimit -Hn");
    assertThat(own.stdout()).isEqualTo("200\n200\n");
    SandboxResult fewer = pool.run(base.openFiles(20), SHELL.args("ulimit -n; ulimit -Hn"));
    assertThat(fewer.stdout()).isEqualTo("20\n20\n");
    SandboxResult more = pool.run(base.openFiles(300), SHELL.args("ulimit -n; ulimit -Hn"));
    assertThat(more.stdout()).isEqualTo("300\n300\n");
    SandboxResult small =
        pool.run(
            base.copyIn(new byte[100_000], "/box/in").fileSize(KiB(16)),
            SHELL.args("cat /box/in > /box/out; wc -c < /box/out; wc -c < /box/in"));
    assertThat(small.stdout())
        .as("the program's limit does not bound the copy")
        .isEqualTo("16384\n100000\n");
  }

  @Test
  void outputLimitIsTakenFromTheSandbox() throws Exception {
    Verdict verdict =
        pool.run(base.output(KiB(10)), SHELL.args("while :; do echo 0123456789; done")).verdict();
    assertThat(verdict).isInstanceOf(Verdict.OutputExceeded.class);
  }

  @Test
  void templateThatChangesRunsAsItWasChecked() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    Sandbox brief = base.wallTime(Duration.ofMillis(200));
    SandboxTemplate changing = () -> (reads.getAndIncrement() == 0 ? base : brief).spec();
    SandboxResult result = pool.run(changing, SHELL.args("sleep 1"));
    assertThat(result.verdict().isSuccess()).as("%s", result).isTrue();
    assertThat(reads).hasValue(1);
  }

  @Test
  void settingsBuiltIntoARoomCannotDiffer() throws Exception {
    refused(base.memory(MB(64)), "memory");
    refused(base.keepCaps(Capability.CHOWN), "capabilities");
    refused(base.loopback(), "network");
    refused(base.hostname("other"), "hostname");
    refused(base.tmpfs("/more", MB(1)), "mounts");
    refused(base.name("named"), "name");
    refused(base.cpuTime(Duration.ofSeconds(1)), "cpuTime or idleTime");
    refused(base.copyIn(new byte[1], "/elsewhere/in"), "have no tmpfs");
    refused(base.memory(MB(64)).hostname("other"), "memory", "hostname");
    try (SandboxPool none = base.pool(1)) {
      Sandbox out = base.copyOut("/box/out", dir.resolve("out"));
      assertThatThrownBy(() -> none.start(out, SHELL.args("true")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no copyOut");
    }
    assertThat(pool.stats().warm()).as("the refusals lost no room").isZero();
    assertThat(Files.list(dir)).isEmpty();
  }

  private void refused(Sandbox sandbox, String... parts) {
    assertThatThrownBy(() -> pool.run(sandbox, SHELL.args("true")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void emptyPoolBuildsARoomForTheSandbox() throws Exception {
    try (SandboxProcess first = pool.start("/bin/cat");
        SandboxProcess second = pool.start("/bin/cat")) {
      SandboxResult fewer = pool.run(base.openFiles(20), SHELL.args("ulimit -n"));
      assertThat(fewer.stdout()).isEqualTo("20\n");
      assertThat(List.of(first, second)).allMatch(Process::isAlive);
    }
  }
}
