package io.kotha.sandbox.linux.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SetupTimeoutException;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HelperProcesses;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.SilentFileSystem;
import io.kotha.sandbox.linux.scenario.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** A zygote that does not answer: starts fail in time, and no other room's clock is wrong. */
@Timeout(60)
class SetupTimeIT {

  private static final Command SHORT =
      Command.of("/bin/sleep", "0.3").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);

  @TempDir(factory = OutsideTmp.class)
  Path dir;

  /** Makes a directory that a room can show: it covers those in /tmp with a tmpfs of its own. */
  static final class OutsideTmp implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
        throws IOException {
      return Files.createTempDirectory(Path.of("/var/tmp"), "kotha-test");
    }
  }

  private long zygote;

  @BeforeEach
  void findsZygote() throws Exception {
    try (SandboxProcess room = Rooms.minimal().start("/bin/sleep", "100")) {
      long init = ProcessHandle.of(room.pid()).orElseThrow().parent().orElseThrow().pid();
      zygote = HelperProcesses.zygoteOf(init);
    }
  }

  @AfterEach
  void zygoteGoesOn() {
    signal("-CONT");
  }

  private void signal(String signal) {
    HostCommand.run("kill", signal, Long.toString(zygote)).orThrow();
  }

  private void stop() {
    signal("-STOP");
    Poll.until("the zygote to stop", () -> HostView.of(zygote).status("State").startsWith("T"));
  }

  @Test
  void startThatIsNotAnsweredFailsInTime() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Sandbox sandbox = Rooms.minimal().setupTime(Duration.ofMillis(300));
    stop();
    assertThatThrownBy(() -> sandbox.start("/bin/sleep", "100"))
        .isInstanceOfSatisfying(
            SetupTimeoutException.class,
            e -> assertThat(e.limit()).isEqualTo(Duration.ofMillis(300)))
        .hasMessageContaining("setupTime");
    assertThatThrownBy(() -> sandbox.pool(1)).isInstanceOf(SetupTimeoutException.class);
    signal("-CONT");
    before.assertNone();
    assertThat(sandbox.setupTime(Duration.ofSeconds(10)).run("/bin/true").verdict().isSuccess())
        .isTrue();
  }

  /** The set-up time also holds for the rooms that a pool builds in the background. */
  @Test
  void roomOfAPoolThatIsNotBuiltInTimeIsAFailure() throws Exception {
    Sandbox sandbox = Rooms.minimal().setupTime(Duration.ofMillis(500));
    try (SandboxPool pool = sandbox.pool(1)) {
      stop();
      assertThatThrownBy(() -> pool.start(SHORT)).isInstanceOf(SetupTimeoutException.class);
      Thread.sleep(1_500); // the replacement is late by now: a pool looks once in that time
      signal("-CONT");
      Poll.until("the failure", () -> pool.stats().failed() == 1);
      assertThat(pool.stats().lastFailure())
          .hasValueSatisfying(e -> assertThat(e).isInstanceOf(SetupTimeoutException.class));
      assertThat(pool.start(sandbox.setupTime(Duration.ofSeconds(10)), SHORT).waitFor()).isZero();
    }
  }

  /** A network file system whose server is gone: only the thread that named it may wait for it. */
  @Test
  @Attack(
      value = "A29",
      move = "a bind on a file system that does not answer the helper",
      walls = Wall.SUPERVISOR)
  void zygoteAsksNoFileSystemOfACaller() throws Exception {
    whileTheZygoteGetsNoAnswer(
        silent -> {
          Sandbox bound = Rooms.minimal().bind(silent, "/mnt");
          assertThat(Rooms.out(bound, "cat /mnt/f")).isEqualTo("#!/bin/cat");
        });
  }

  /** A program of an assembled root lies on the file system. */
  @Test
  @Attack(
      value = "A29",
      move = "a program of an assembled root on a file system that does not answer the helper",
      walls = Wall.SUPERVISOR)
  void zygoteAsksNoFileSystemOfAProgram() throws Exception {
    whileTheZygoteGetsNoAnswer(
        silent -> {
          Path program = silent.resolve("f");
          Sandbox assembled =
              Rooms.on(Rootfs.programs(Path.of("/bin/cat"), program))
                  .setupTime(Duration.ofSeconds(5));
          assertThat(Rooms.out(assembled, Command.of("/bin/cat", program.toString())))
              .isEqualTo("#!/bin/cat");
        });
  }

  /** The part of a test that differs. */
  private interface SilentTest {
    void with(Path directory) throws Exception;
  }

  /** Runs a test, and asserts that the zygote enforces the wall time of another room meanwhile. */
  private void whileTheZygoteGetsNoAnswer(SilentTest test) throws Exception {
    Features.require("fuse");
    Sandbox brief = Rooms.minimal().wallTime(Duration.ofSeconds(1));
    try (SilentFileSystem silent = SilentFileSystem.mount(dir, "kotha-zygote");
        SandboxProcess neighbour = brief.start("/bin/sleep", "100")) {
      test.with(silent.directory());
      neighbour.waitFor();
      assertThat(neighbour.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
      assertThat(neighbour.usage().wall()).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  @Attack(
      value = "A29",
      move = "a program on a file system that does not answer the room",
      walls = Wall.SUPERVISOR)
  void roomThatWaitsForAFileSystemIsASetupError() throws Exception {
    Features.require("fuse");
    Leftovers before = Leftovers.snapshot();
    try (SilentFileSystem silent = SilentFileSystem.mount(dir, "kotha-init")) {
      Sandbox bound =
          Rooms.minimal().bind(silent.directory(), "/mnt").setupTime(Duration.ofMillis(500));
      assertThatThrownBy(() -> bound.start("/mnt/f")).isInstanceOf(SetupTimeoutException.class);
      assertThat(Rooms.minimal().run("/bin/true").verdict().isSuccess()).isTrue();
    }
    before.assertNone();
  }

  /** The victim is charged for its own time only. */
  @Test
  @Attack(
      value = "G9",
      move = "a zygote that does not run while a room ends",
      walls = Wall.SUPERVISOR)
  void programThatEndedInTimeKeepsItsVerdict() throws Exception {
    try (SandboxProcess victim = Rooms.minimal().wallTime(Duration.ofSeconds(2)).start(SHORT)) {
      stop();
      Thread.sleep(2_500);
      signal("-CONT");
      victim.waitFor();
      assertThat(victim.verdict().isSuccess()).as("%s", victim.verdict()).isTrue();
      assertThat(victim.usage().wall()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void programThatEndedTooLateHasExceededItsTime() throws Exception {
    try (SandboxProcess late = Rooms.minimal().wallTime(Duration.ofMillis(100)).start(SHORT)) {
      stop();
      Thread.sleep(2_500);
      signal("-CONT");
      late.waitFor();
      assertThat(late.verdict()).isInstanceOf(Verdict.TimeExceeded.class);
      assertThat(late.usage().wall()).isLessThan(Duration.ofSeconds(2));
    }
  }
}
