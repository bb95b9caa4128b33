package io.kotha.sandbox.linux.pool;

import static io.kotha.sandbox.MemorySize.MB;
import static io.kotha.sandbox.linux.fixture.Pools.awaitFull;
import static io.kotha.sandbox.linux.fixture.Pools.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.linux.fixture.HelperProcesses;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The end of parked rooms: rooms that die, rooms that cannot be built, and rooms of a closed pool.
 */
@Timeout(60)
class PoolEndIT {

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"init", "payload"})
  void deadRoomIsReplaced(String victim) throws Exception {
    try (SandboxPool pool = full(Rooms.minimal(), 2)) {
      Supplier<List<Long>> victims =
          victim.equals("init") ? HelperProcesses::inits : HelperProcesses::payloads;
      List<Long> first = victims.get();
      first.forEach(pid -> HostCommand.run("kill", "-KILL", Long.toString(pid)).orThrow());
      // Otherwise a command may reach a program that runs when the kill does, and such a run cannot
      // be repeated.
      Poll.until("the end of the rooms", () -> first.stream().noneMatch(HostView::isAlive));
      // The pool may not know of the deaths yet.
      assertThat(pool.run("/bin/sh", "-c", "echo on").stdout()).isEqualTo("on\n");
      awaitFull(pool);
      // The end is reported when no process runs any more; init may outlive that by a moment.
      Poll.until("two other rooms", () -> areOthers(victims.get(), first));
    }
  }

  private static boolean areOthers(List<Long> now, List<Long> before) {
    return now.size() == 2 && Collections.disjoint(now, before);
  }

  @Test
  void poolOutlivesItsZygote() throws Exception {
    try (SandboxPool pool = full(Rooms.minimal(), 3)) {
      List<Long> first = HelperProcesses.inits();
      long zygote = HelperProcesses.zygoteOf(first.get(0));
      HostCommand.run("kill", "-KILL", Long.toString(zygote)).orThrow();
      Poll.until("a run", () -> succeeds(pool));
      awaitFull(pool);
      assertThat(HelperProcesses.payloads()).hasSize(3);
      // Each room notices the end of the zygote by itself, which may take a moment on a busy
      // machine.
      Poll.until("the end of the parked rooms", () -> first.stream().noneMatch(HostView::isAlive));
    }
  }

  /**
   * Returns false if the zygote dies during the run: the error says that the program may have run.
   */
  private static boolean succeeds(SandboxPool pool) throws InterruptedException {
    try {
      return pool.run("/bin/true").verdict().isSuccess();
    } catch (SandboxException dying) {
      return false;
    }
  }

  @Test
  void closeEndsWaitingRoomsOnly() throws Exception {
    Leftovers before = Leftovers.snapshot();
    SandboxPool pool = full(Rooms.minimal(), 3);
    try (SandboxProcess running = pool.start("/bin/cat")) {
      // A stopped room does not notice that the pool released it.
      HostCommand.run("kill", "-STOP", Long.toString(HelperProcesses.payloads().get(0))).orThrow();
      pool.close();
      pool.close();
      Poll.until("the end of all rooms but one", () -> HelperProcesses.inits().size() == 1);
      assertThat(pool.ready()).isZero();
      running.outputWriter().append("still\n").flush();
      assertThat(running.inputReader().readLine()).isEqualTo("still");
      assertThatThrownBy(() -> pool.start("/bin/true")).isInstanceOf(IllegalStateException.class);
    }
    before.assertNone();
  }

  @Test
  void poolClosedWhileFillingLeavesNothing() throws Exception {
    Leftovers before = Leftovers.snapshot();
    for (int i = 0; i < 10; i++) {
      SandboxPool pool = Rooms.minimal().pool(6);
      Thread.sleep(i);
      pool.close();
    }
    before.assertNone();
  }

  // ---- refusals ----

  @Test
  void roomThatCannotBeBuiltIsAnErrorAtOnce() {
    Leftovers before = Leftovers.snapshot();
    Path missing = dir.resolve("missing");
    assertThatThrownBy(() -> Rooms.minimal().bind(missing, "/mnt").pool(4))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> Rooms.minimal().share(Namespace.PID).pool(4))
        .isInstanceOf(SandboxException.class);
    assertThatThrownBy(() -> Rooms.minimal().cgroupParent("/no/such/group").memory(MB(10)).pool(4))
        .isInstanceOf(UnsupportedHostException.class);
    before.assertNone();
  }

  @Test
  void namedSandboxCannotBePooled() {
    assertThatThrownBy(() -> Rooms.minimal().name("web").pool(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("web");
    assertThatThrownBy(() -> Rooms.minimal().pool(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
