package io.kotha.sandbox.linux.room;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.sys.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits of a room that change while it lives. */
@Timeout(120)
class LivingRoomUpdateIT {

  private static final Command PIDS =
      Command.of(
          "/bin/sh", "-c", "for i in 1 2 3 4 5 6; do sleep 0.5 & done; wait; echo all of them");

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
    Features.require("cgroup.pids");
  }

  private static Limits memory(SandboxRoom room, MemorySize max) {
    Limits limits = room.limits();
    return limits.memory(limits.memory().max(max));
  }

  /** Returns a value of the group of a program, or of the group of its room. */
  private static String value(Path group, String... files) throws Exception {
    for (String file : files) {
      if (Files.exists(group.resolve(file))) {
        return Files.readString(group.resolve(file)).strip();
      }
    }
    throw new AssertionError(List.of(files) + " in " + group);
  }

  private static Path group(SandboxProcess program, String controller, String... files)
      throws Exception {
    Path file = HostView.of(program.pid()).cgroupFile(controller, files).orElseThrow();
    return Objects.requireNonNull(file.getParent());
  }

  private static String pidsMax(SandboxProcess program) throws Exception {
    return value(group(program, "pids", "pids.max"), "pids.max");
  }

  private static String pidsMaxOfRoom(SandboxProcess program) throws Exception {
    return value(group(program, "pids", "pids.max").resolve(".."), "pids.max");
  }

  private static long memoryMaxOfRoom(SandboxProcess program) throws Exception {
    String[] files = {"memory.limit_in_bytes", "memory.max"};
    return Long.parseLong(value(group(program, "memory", files).resolve(".."), files));
  }

  private static long pages(MemorySize size) {
    return size.bytes() / 4096 * 4096;
  }

  private static SandboxResult sh(SandboxRoom room, String script) throws Exception {
    return room.run("/bin/sh", "-c", script);
  }

  /** Files in memory count to the room once the program that wrote them has ended. */
  @Test
  void sumOfAllProgramsGetsMoreMemory() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Command allocate = Command.of(Rooms.probe("alloc"), "30");
    try (SandboxRoom room = Rooms.minimal().memory(MB(48)).tmpSize(MB(200)).open()) {
      assertThat(room.run(allocate).verdict().isSuccess()).isTrue();
      sh(room, "dd if=/dev/zero bs=1M count=30 of=/tmp/file");
      assertThat(room.run(allocate).verdict()).isInstanceOf(Verdict.MemoryExceeded.class);
      room.update(memory(room, MB(128)));
      assertThat(room.run(allocate).verdict().isSuccess()).isTrue();
    }
    before.assertNone();
  }

  @Test
  void runningProgramKeepsItsLimitsAndALaterOneGetsTheNew() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().memory(MB(64)).pids(30).open();
        SandboxProcess early = room.start("/bin/sleep", "100")) {
      Limits opened = room.limits();
      room.update(memory(room, MB(100)).pids(12).output(MB(3)));
      assertThat(room.limits().pids()).isEqualTo(12);
      assertThat(room.limits().output()).isEqualTo(MB(3));
      assertThat(pidsMax(early)).isEqualTo("30");
      assertThat(pidsMaxOfRoom(early)).isEqualTo("12");
      assertThat(memoryMaxOfRoom(early)).isEqualTo(pages(MB(100)));
      try (SandboxProcess late = room.start("/bin/sleep", "100")) {
        assertThat(pidsMax(late)).isEqualTo("12");
      }
      early.update(opened.pids(5));
      assertThat(pidsMax(early)).isEqualTo("5");
      assertThat(pidsMaxOfRoom(early)).isEqualTo("12");
    }
    before.assertNone();
  }

  @Test
  void lowerLimitBoundsProgramsWithHigherOnes() throws Exception {
    try (SandboxRoom room = Rooms.minimal().pids(30).open()) {
      Limits own = room.limits();
      assertThat(room.run(own, PIDS).stderr()).isEmpty();
      room.update(own.pids(4));
      assertThat(room.run(own, PIDS).stderr()).contains("fork");
      room.update(own);
      assertThat(room.run(PIDS).stderr()).isEmpty();
    }
  }

  @Test
  void timeIsThatOfProgramsThatStartLater() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      Limits limits = room.limits();
      room.update(limits.time(limits.time().wall(Duration.ofMillis(300))));
      assertThat(room.run("/bin/sleep", "100").verdict())
          .isInstanceOfSatisfying(
              Verdict.TimeExceeded.class,
              late -> assertThat(late.limit()).isEqualTo(Duration.ofMillis(300)));
      assertThat(room.run(limits, Command.of("/bin/true")).verdict().isSuccess()).isTrue();
    }
  }

  /** The spare room was built with the old limits. */
  @Test
  void roomThatWasResetKeepsItsNewLimits() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().memory(MB(64)).pids(30).open()) {
      room.reset();
      for (int pids : new int[] {11, 12, 13}) {
        room.update(room.limits().pids(pids));
        room.reset();
        assertThat(room.limits().pids()).isEqualTo(pids);
        try (SandboxProcess program = room.start("/bin/sleep", "100")) {
          assertThat(pidsMax(program)).isEqualTo(Integer.toString(pids));
          assertThat(pidsMaxOfRoom(program)).isEqualTo(Integer.toString(pids));
        }
      }
    }
    before.assertNone();
  }

  /** The burst is above the quota, so that the kernel refuses the last of the values. */
  @Test
  void refusedValueLeavesAllLimitsAsTheyWere() throws Exception {
    Features.require("cgroup.cpu");
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().memory(MB(64)).pids(30).cpus(0.5).open();
        SandboxProcess program = room.start("/bin/sleep", "100")) {
      Limits limits = room.limits();
      Limits wrong = memory(room, MB(100)).pids(12);
      assertThatThrownBy(() -> room.update(wrong.cpu(limits.cpu().burst(Duration.ofMillis(900)))))
          .isInstanceOfSatisfying(
              SetupException.class,
              e -> {
                assertThat(e.step()).isEqualTo(SetupStep.CGROUP_WRITE);
                assertThat(e.errno()).isEqualTo(Errno.EINVAL);
                assertThat(e).hasMessageContaining("900000 > ");
              });
      assertThat(room.limits()).isEqualTo(limits);
      assertThat(pidsMaxOfRoom(program)).isEqualTo("30");
      assertThat(memoryMaxOfRoom(program)).isEqualTo(pages(MB(64)));
      room.update(limits.cpu(limits.cpu().rate(0.8)));
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
    before.assertNone();
  }

  /** v1 accepts no rate below that of a program; v2 does, and the lower one bounds both. */
  @Test
  void rateBelowThatOfAProgramIsAnErrorOrHolds() throws Exception {
    Features.require("cgroup.cpu");
    try (SandboxRoom room = Rooms.minimal().cpus(0.8).open();
        SandboxProcess program = room.start("/bin/sleep", "100")) {
      Limits limits = room.limits();
      Limits less = limits.cpu(limits.cpu().rate(0.2));
      if (value(group(program, "cpu", "cpu.cfs_quota_us", "cpu.max"), "cpu.cfs_quota_us", "cpu.max")
          .contains(" ")) {
        room.update(less);
      } else {
        assertThatThrownBy(() -> room.update(less))
            .isInstanceOf(SetupException.class)
            .hasMessageContaining("those of a program of the room");
        program.update(less);
        room.update(less);
      }
      assertThat(room.run("/bin/true").verdict().isSuccess()).isTrue();
    }
  }

  @Test
  void processorsCanBeChangedWhereTheRoomHasThem() throws Exception {
    Features.require("cgroup.cpuset");
    String all = HostView.self().status("Cpus_allowed_list");
    Command allowed =
        Command.of(
            "/bin/sh",
            "-c",
            "while read -r k v; do case $k in Cpus_allowed_list:) echo $v;; esac; done"
                + " < /proc/self/status");
    try (SandboxRoom room = Rooms.minimal().cpuset(CpuSet.of(0)).open()) {
      Limits limits = room.limits();
      room.update(limits.cpu(limits.cpu().cpus(CpuSet.parse(all))));
      assertThat(room.run(allowed).stdout().strip()).isEqualTo(all);
      room.update(limits);
      assertThat(room.run(allowed).stdout().strip()).isEqualTo("0");
      assertThatThrownBy(() -> room.update(limits.cpu(limits.cpu().cpus(CpuSet.any()))))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("cgroup.cpuset can be neither added nor removed");
      assertThatThrownBy(() -> room.update(limits.cpu(limits.cpu().cpus(CpuSet.wholeCores(1)))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("whole cores");
    }
  }

  @Test
  void errorNamesWhatCannotChange() throws Exception {
    try (SandboxRoom room = Rooms.minimal().memory(MB(64)).open()) {
      Limits limits = room.limits();
      room.update(limits); // This is the value that the room already has.
      assertThatThrownBy(() -> room.update(limits.fallback(Limits.Fallback.RLIMITS)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("fallback");
      IoLimit io = IoLimit.on(Path.of("/")).readBytes(MB(1));
      assertThatThrownBy(() -> room.update(limits.io(List.of(io))))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("cgroup.io can be neither added nor removed");
      assertThat(room.limits()).isEqualTo(limits);
      assertThat(room.isOpen()).isTrue();
    }
  }

  @Test
  void roomThatHasEndedHasNoLimitsToChange() throws Exception {
    SandboxRoom room = Rooms.minimal().memory(MB(64)).open();
    Limits more = memory(room, MB(100));
    room.close();
    assertThatThrownBy(() -> room.update(more))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the room is closed: open another one");
  }

  @Test
  void limitsChangeWhileProgramsStartAndTheRoomIsReset() throws Exception {
    Features.require("cgroup.cpu");
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room = Rooms.minimal().memory(MB(64)).pids(30).cpus(0.9).open()) {
      CompletableFuture<Void> changes =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 1; i <= 40; i++) {
                  changePids(room, 20 + i);
                }
              });
      int started = 0;
      while (!changes.isDone()) {
        assertThat(room.run("/bin/true").verdict())
            .isInstanceOfAny(Verdict.Exited.class, Verdict.Killed.class);
        if (++started % 5 == 0) {
          room.reset();
        }
      }
      changes.get(1, TimeUnit.SECONDS);
      try (SandboxProcess program = room.start("/bin/sleep", "100")) {
        assertThat(pidsMax(program)).isEqualTo("60");
        assertThat(pidsMaxOfRoom(program)).isEqualTo("60");
      }
    }
    before.assertNone();
  }

  private static void changePids(SandboxRoom room, int pids) {
    try {
      room.update(room.limits().pids(pids));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
