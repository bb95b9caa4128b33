package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.InterruptedCaller;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Interrupts of the calling thread. As with {@link ProcessBuilder}, a start ignores them and
 * completes; the next wait of the thread throws.
 */
@Timeout(60)
class InterruptIT {

  /** Count of rooms that live at once in the child JVM: more than a block of host ids has. */
  private static final int LIVE = 70;

  /**
   * The interrupted thread does everything that a JVM does once: it leases host ids, makes cgroups,
   * and starts the zygote.
   */
  @Test
  void firstStartWorksInAnInterruptedThread() throws Exception {
    Leftovers before = Leftovers.snapshot();
    String limits = Features.has("cgroup.memory") ? "limited" : "unlimited";
    try (ChildJvm jvm =
        ChildJvm.start(
            InterruptedCaller.class,
            TestRootfs.minimal().toString(),
            Integer.toString(LIVE),
            limits)) {
      String said = IntStream.range(0, LIVE).mapToObj(i -> i + " ").collect(Collectors.joining());
      assertThat(jvm.nextLine()).isEqualTo(said + "pooled interrupted true");
    }
    before.assertNone();
  }

  /** The interrupt comes before the build of the room, during it, or after it. */
  @Test
  void interruptDuringAStartIsKept() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Sandbox room = Rooms.minimal();
    try (SandboxPool pool = room.pool(2)) {
      Command command = Command.of("/bin/sh", "-c", "echo on");
      for (int i = 0; i < 60; i++) {
        int micros = ThreadLocalRandom.current().nextInt(8_000);
        boolean pooled = i % 3 == 0;
        assertThat(interrupted(micros, () -> pooled ? pool.start(command) : room.start(command)))
            .isEqualTo("on\n0 interrupted");
      }
    }
    before.assertNone();
  }

  /**
   * Returns the result of a program whose starting thread is interrupted at some moment before it
   * waits.
   */
  private static String interrupted(int micros, Callable<SandboxProcess> start) throws Exception {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    FutureTask<String> starter =
        new FutureTask<>(
            () -> {
              try (SandboxProcess process = start.call()) {
                String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                sent.join();
                boolean kept = Thread.interrupted();
                return output + process.waitFor() + (kept ? " interrupted" : " not interrupted");
              }
            });
    Thread thread = new Thread(starter, "test-starter");
    thread.start();
    TimeUnit.MICROSECONDS.sleep(micros);
    thread.interrupt();
    sent.complete(null);
    return starter.get(20, TimeUnit.SECONDS);
  }

  @Test
  void interruptWakesTheWaiterAndThePayloadContinues() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxProcess process = Rooms.minimal().start("/bin/cat")) {
      assertThat(wokenFrom(process::waitFor)).isInstanceOf(InterruptedException.class);
      assertThat(wokenFrom(() -> process.waitFor(1, TimeUnit.MINUTES)))
          .isInstanceOf(InterruptedException.class);
      process.outputWriter().append("still here\n").close();
      assertThat(process.inputReader().readLine()).isEqualTo("still here");
      assertThat(process.waitFor()).isZero();
    }
    before.assertNone();
  }

  @Test
  void interruptKillsAPooledRun() throws Exception {
    Leftovers before = Leftovers.snapshot();
    String token = "t" + UUID.randomUUID();
    try (SandboxPool pool = Rooms.minimal().pool(1)) {
      assertThat(wokenFrom(() -> pool.run("/bin/sh", "-c", "sleep 100; : " + token)))
          .isInstanceOf(InterruptedException.class);
      Poll.until("the end of the program", () -> HostView.pidsWith(token).isEmpty());
    }
    before.assertNone();
  }

  @Test
  void runInAnInterruptedThreadLeavesNoRoom() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Rooms.minimal().run("/bin/sleep", "100"))
        .isInstanceOf(InterruptedException.class);
    before.assertNone();
  }

  /** The caller's thread resolves the files of a root, at the first start. */
  @Test
  void interruptedThreadCanBuildARootOfPrograms() throws Exception {
    Sandbox room = Rooms.on(Rootfs.programs(Path.of("/bin/sh"), Path.of("/bin/cat")));
    Thread.currentThread().interrupt();
    try (SandboxProcess process = room.start("/bin/sh", "-c", "cat /proc/self/comm")) {
      assertThat(process.inputReader().readLine()).isEqualTo("cat");
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void interruptedThreadCanFreezeAndThaw() throws Exception {
    Features.require("cgroup.v2");
    try (SandboxProcess process = Rooms.minimal().start("/bin/cat")) {
      Thread.currentThread().interrupt();
      process.freeze();
      process.thaw();
      assertThat(Thread.interrupted()).isTrue();
      process.outputWriter().append("thawed\n").close();
      assertThat(process.inputReader().readLine()).isEqualTo("thawed");
    }
  }

  /** Returns the exception that an interrupted waiter gets. */
  private static Throwable wokenFrom(Callable<?> waiting) throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                thrown.complete(
                    new AssertionError("the wait ended without an exception: " + waiting.call()));
              } catch (Exception e) {
                thrown.complete(e);
              }
            },
            "test-waiter");
    waiter.start();
    Poll.until(
        "a waiter",
        () ->
            waiter.getState() == Thread.State.WAITING
                || waiter.getState() == Thread.State.TIMED_WAITING);
    waiter.interrupt();
    return thrown.get(10, TimeUnit.SECONDS);
  }
}
