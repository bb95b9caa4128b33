package io.kotha.sandbox.linux;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.PoolSettings;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.stats.LiveRoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that is closed, apart from that of the other tests. */
@Timeout(120)
class EngineCloseIT {

  private final LinuxSandboxProvider provider = new LinuxSandboxProvider();

  private SandboxProcess start(Sandbox sandbox, String... argv) throws SandboxException {
    return provider.start(sandbox.spec(), Command.of(argv));
  }

  @Test
  void nothingIsLeftAfterTheEnd() throws Exception {
    Features.require("cgroup.memory");
    Leftovers before = Leftovers.snapshot();
    Sandbox sandbox = Rooms.minimal().memory(MB(64)).pids(16);
    for (int i = 0; i < 3; i++) {
      SandboxProcess running = start(sandbox, "/bin/sleep", "100");
      SandboxPool pool = provider.pool(sandbox.spec(), PoolSettings.of(3));
      SandboxProcess pooled = pool.start("/bin/sleep", "100");
      SandboxRoom room = provider.open(sandbox.spec());
      SandboxProcess inRoom = room.start("/bin/sleep", "100");
      room.reset();
      SandboxProcess second = room.start("/bin/sleep", "100");
      CompletableFuture<SandboxResult> run =
          provider.run(sandbox.spec(), Command.of("/bin/sleep", "100"));
      provider.close();
      before.assertNone();
      for (SandboxProcess process : List.of(running, pooled, inRoom, second)) {
        assertThat(process.isAlive()).isFalse();
        assertThat(process.verdict()).isInstanceOf(Verdict.Killed.class);
      }
      assertThat(run.get(5, TimeUnit.SECONDS).verdict()).isInstanceOf(Verdict.Killed.class);
      assertThat(room.isOpen()).isFalse();
      assertThatThrownBy(() -> pool.start("/bin/true")).isInstanceOf(RuntimeException.class);
      assertThatThrownBy(() -> room.start("/bin/true")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void unusedAndClosedEnginesCanBeClosed() throws Exception {
    Leftovers before = Leftovers.snapshot();
    provider.close();
    assertThat(provider.rooms()).isEmpty();
    start(Rooms.minimal(), "/bin/true").waitFor();
    provider.close();
    provider.close();
    before.assertNone();
  }

  @Test
  void roomsAreListedFoundAndKilled() throws Exception {
    Features.require("cgroup.memory");
    String name = "n" + UUID.randomUUID();
    try {
      SandboxProcess named = start(Rooms.minimal().name(name), "/bin/sleep", "100");
      SandboxRoom room = provider.open(Rooms.minimal().spec());
      SandboxProcess inRoom = room.start("/bin/sleep", "100");
      SandboxPool pool = provider.pool(Rooms.minimal().spec(), PoolSettings.of(1));
      Poll.until("the pool is full", () -> pool.ready() == 1);
      assertThat(provider.rooms())
          .extracting(LiveRoom::use)
          .containsExactly(
              LiveRoom.Use.PROGRAM,
              LiveRoom.Use.SESSION,
              LiveRoom.Use.PROGRAM,
              LiveRoom.Use.WAITING);
      LiveRoom found =
          provider.rooms().stream()
              .filter(r -> r.name().filter(name::equals).isPresent())
              .findAny()
              .orElseThrow();
      assertThat(found.pid()).contains(named.pid());
      assertThat(provider.kill(found.id())).isTrue();
      assertThat(named.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(named.verdict()).isInstanceOf(Verdict.Killed.class);
      assertThat(provider.kill(found.id())).isFalse();
      assertThat(provider.kill(-1)).isFalse();
      assertThat(inRoom.isAlive()).isTrue();
      LiveRoom session =
          provider.rooms().stream()
              .filter(r -> r.use() == LiveRoom.Use.SESSION)
              .findAny()
              .orElseThrow();
      assertThat(provider.kill(session.id())).isTrue();
      assertThat(inRoom.waitFor(5, TimeUnit.SECONDS)).isTrue();
      Poll.until("the room has ended", () -> !room.isOpen());
    } finally {
      provider.close();
    }
  }

  /** Each start either runs to its end, or is killed, or fails before anything runs. */
  @Test
  void engineIsClosedWhileProgramsStart() throws Exception {
    Leftovers before = Leftovers.snapshot();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger ended = new AtomicInteger();
    List<Future<Boolean>> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(
          callers.submit(
              () -> {
                while (!done.get()) {
                  try (SandboxProcess process = start(Rooms.minimal(), "/bin/true")) {
                    process.waitFor();
                    assertThat(process.verdict())
                        .isInstanceOfAny(Verdict.Exited.class, Verdict.Killed.class);
                    ended.incrementAndGet();
                  } catch (SandboxException e) {
                    assertThat(e).hasMessageNotContaining("bug");
                  }
                }
                return true;
              }));
    }
    // On a slow machine no program ends in 30 ms at first: an engine is opened for it.
    for (int i = 0; i < 10 || ended.get() == 0; i++) {
      TimeUnit.MILLISECONDS.sleep(30 + 10L * i);
      provider.close();
    }
    done.set(true);
    for (Future<Boolean> run : runs) {
      assertThat(run.get(20, TimeUnit.SECONDS)).isTrue();
    }
    callers.shutdown();
    assertThat(callers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    provider.close();
    before.assertNone();
  }

  /** A web application with a copy of the library of its own, deployed again and again. */
  @Test
  void undeployedApplicationIsHeldByNothingOfKotha() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Redeployed.class, TestRootfs.minimal().toString(), "10")) {
      for (int i = 0; i < 10; i++) {
        assertThat(jvm.nextLine()).isEqualTo("collected, 0 threads, 0 children, 0 descriptors");
      }
    }
  }

  /** A kill needs no more than the time that the kernel needs. */
  @Test
  void endedEngineLeavesTheDurationsOfItsProgramsAlone() throws Exception {
    SandboxProcess process =
        start(Rooms.minimal().wallTime(Duration.ofSeconds(50)), "/bin/sleep", "9");
    provider.close();
    assertThat(process.usage().wall()).isLessThan(Duration.ofSeconds(9));
  }
}
