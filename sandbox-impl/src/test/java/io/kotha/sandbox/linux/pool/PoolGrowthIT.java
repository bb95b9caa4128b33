package io.kotha.sandbox.linux.pool;

import static io.kotha.sandbox.linux.fixture.Pools.awaitFull;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.fixture.HelperProcesses;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.stats.PoolStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The size of a pool, and its statistics. */
@Timeout(60)
class PoolGrowthIT {

  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path dir;

  @Test
  void poolGrowsUnderLoadAndShrinksWhenIdle() throws Exception {
    Leftovers before = Leftovers.snapshot();
    PoolSettings settings = PoolSettings.of(1).max(4).idleTimeout(Duration.ofSeconds(2));
    try (SandboxPool pool = Rooms.minimal().pool(settings)) {
      awaitFull(pool);
      takeAtOnce(pool, 6);
      assertThat(pool.size()).isEqualTo(4);
      Poll.until("four rooms, or their end", () -> pool.ready() == 4 || pool.size() < 4);
      Poll.until("the end of unused rooms", () -> pool.size() == 1 && pool.ready() == 1);
      Poll.until(
          "the end of their processes on the host", () -> HelperProcesses.inits().size() == 1);
      assertThat(pool.run("/bin/true").verdict().isSuccess()).isTrue();
    }
    before.assertNone();
  }

  @Test
  void poolGrowsFromZeroAndReturnsToZero() throws Exception {
    PoolSettings settings = PoolSettings.upTo(2).idleTimeout(Duration.ofMillis(300));
    try (SandboxPool pool = Rooms.minimal().pool(settings)) {
      Poll.until("none", () -> pool.size() == 0 && HelperProcesses.inits().isEmpty());
      assertThat(pool.run("/bin/true").verdict().isSuccess()).isTrue();
      assertThat(pool.stats().cold()).isEqualTo(1);
      Poll.until("an empty pool", () -> pool.size() == 0 && HelperProcesses.inits().isEmpty());
    }
  }

  @Test
  void idleTimeoutMayBeInfinite() throws Exception {
    PoolSettings settings = PoolSettings.upTo(4).idleTimeout(ChronoUnit.FOREVER.getDuration());
    try (SandboxPool pool = Rooms.minimal().pool(settings)) {
      takeAtOnce(pool, 3);
      assertThat(pool.size()).isGreaterThan(1);
    }
  }

  @Test
  void timerDoesNotGrowAClosedPool() throws Exception {
    Leftovers before = Leftovers.snapshot();
    SandboxPool pool =
        Rooms.minimal().pool(PoolSettings.upTo(4).idleTimeout(Duration.ofMillis(50)));
    takeAtOnce(pool, 3);
    pool.close();
    Thread.sleep(200);
    before.assertNone();
  }

  @Test
  void statsCountWarmAndColdStarts() throws Exception {
    try (SandboxPool pool = Rooms.minimal().pool(PoolSettings.of(2).idleTimeout(LONG))) {
      awaitFull(pool);
      assertThat(pool.stats()).isEqualTo(new PoolStats(2, 2, 0, 0, 0, 0, 0, 0, Optional.empty()));
      takeAtOnce(pool, 5);
      awaitFull(pool);
      PoolStats stats = pool.stats();
      assertThat(stats.warm()).isGreaterThanOrEqualTo(2);
      assertThat(stats.warm() + stats.early() + stats.cold()).isEqualTo(5);
      assertThat(stats.died()).isZero();
    }
  }

  @Test
  void statsCountDeadRooms() throws Exception {
    try (SandboxPool pool = Rooms.minimal().pool(2)) {
      awaitFull(pool);
      HostCommand.run("kill", "-KILL", Long.toString(HelperProcesses.payloads().get(0))).orThrow();
      Poll.until("a dead room", () -> pool.stats().died() == 1);
      awaitFull(pool);
      assertThat(pool.stats().failed()).isZero();
    }
  }

  @Test
  void statsCountFailedBuilds() throws Exception {
    Path shared = Files.createDirectory(dir.resolve("shared"));
    Sandbox sandbox = Rooms.minimal().bind(shared, "/mnt");
    try (SandboxPool pool = sandbox.pool(1)) {
      awaitFull(pool);
      Files.delete(shared);
      assertThat(pool.run("/bin/true").verdict().isSuccess()).as("a warm start").isTrue();
      Poll.until("a failed build", () -> pool.stats().failed() > 0);
      assertThat(pool.stats().lastFailure().map(SandboxException::getMessage).orElse(""))
          .contains("shared");
      assertThat(pool.ready()).isZero();

      Files.createDirectory(shared);
      assertThat(pool.run("/bin/true").verdict().isSuccess()).as("a cold start").isTrue();
      awaitFull(pool);
      Poll.until("no failed build", () -> pool.stats().lastFailure().isEmpty());
    }
  }

  /** Starts programs that run concurrently, so that none frees a room for the next. */
  private static void takeAtOnce(SandboxPool pool, int count) throws Exception {
    List<SandboxProcess> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(pool.start("/bin/cat"));
    }
    for (SandboxProcess process : running) {
      process.close();
      process.waitFor();
    }
  }
}
