package io.kotha.sandbox.linux.process;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.stats.RoomStats;
import io.kotha.sandbox.stats.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Statistics and freezing of a running room. */
@Timeout(60)
class LiveViewIT {

  @TempDir Path temporary;

  private static final long PART = 30_000_000;
  private static final long SLACK = 8_000_000;

  /** Tolerates the error of the kernel's sampled counters. */
  private static boolean about(OptionalLong value, long expected) {
    return Math.abs(value.orElseThrow() - expected) < SLACK;
  }

  // ---- freezing ----

  @Test
  void frozenRoomUsesNoCpuTimeUntilThawed() throws Exception {
    Features.require("cgroup.v2");
    Leftovers before = Leftovers.snapshot();
    try (SandboxProcess p = Rooms.minimal().start(Rooms.probe("spin"), "2", "15")) {
      Poll.until("some CPU time", () -> cpu(p).toMillis() > 20);
      p.freeze();
      Duration frozen = cpu(p);
      Thread.sleep(300);
      assertThat(cpu(p)).isEqualTo(frozen);
      assertThat(p.isAlive()).isTrue();
      p.freeze(); // A second call changes nothing.
      assertThat(cpu(p)).isEqualTo(frozen);
      p.thaw();
      Poll.until("more CPU time", () -> cpu(p).compareTo(frozen) > 0);
    }
    before.assertNone();
  }

  @Test
  void frozenRoomCanBeKilled() throws Exception {
    Features.require("cgroup.v2");
    Leftovers before = Leftovers.snapshot();
    SandboxProcess p = Rooms.minimal().start("/bin/sh", "-c", "sleep 100 & sleep 100");
    try (p) {
      p.freeze();
    }
    assertThat(p.onVerdict().get(5, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
    p.freeze(); // A call on an ended room does nothing.
    p.thaw();
    before.assertNone();
  }

  /**
   * While nobody reads the output of the first room, the room does not end, but its name is free.
   */
  @Test
  void handleOfARoomDoesNotReachTheNextRoomOfItsName() throws Exception {
    Features.require("cgroup.v2");
    Features.require("cgroup.memory");
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "only root's rooms write to a pipe of Kotha's own");
    }
    Path results = temporary.resolve("results");
    String done = temporary.resolve("done").toString();
    String reader = "for i in {1..400}; do [ -e \"$0\" ] && break; sleep 0.1; done; wc -c";
    List<String> command =
        new ArrayList<>(List.of("/bin/bash", "-c", "\"$@\" | (" + reader + ")", done));
    String rootfs = TestRootfs.minimal().toString();
    command.addAll(
        ChildJvm.command(NameSuccessor.class, Map.of(), rootfs, results.toString(), done));
    String read = HostCommand.run(command.toArray(String[]::new)).output();
    assertThat(read.strip()).isEqualTo("100000");
    assertThat(results)
        .content()
        .isEqualToIgnoringNewLines(
            "old room ended: false"
                + "memory limit: 67108864"
                + "memory of the old room: OptionalLong.empty"
                + "answer: still here");
  }

  @Test
  void wallTimeOfAFrozenRoomRunsOn() throws Exception {
    Features.require("cgroup.v2");
    Sandbox brief = Rooms.minimal().wallTime(Duration.ofMillis(700));
    try (SandboxProcess p = brief.start("/bin/sleep", "100")) {
      p.freeze();
      assertThat(p.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.TimeExceeded.class);
      assertThat(p.usage().wall()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void handledSignalWaitsForTheThaw() throws Exception {
    Features.require("cgroup.v2");
    String script = "trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done";
    try (SandboxProcess p = Rooms.minimal().start("/bin/sh", "-c", script)) {
      assertThat(p.inputReader().readLine()).isEqualTo("ready");
      p.freeze();
      p.destroy();
      assertThat(p.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
      p.thaw();
      assertThat(p.waitFor()).isEqualTo(5);
    }
  }

  @Test
  void errorNamesTheHierarchyWithoutAGroup() throws Exception {
    Features.require("cgroup.v2-absent");
    Sandbox bare = Sandbox.rootfs(TestRootfs.minimal()).wallTime(Rooms.WALL);
    try (SandboxProcess p = bare.start("/bin/sleep", "100")) {
      assertThatThrownBy(p::freeze)
          .isInstanceOf(UnsupportedHostException.class)
          .hasMessageContaining("cgroup.v2");
      assertThat(p.stats().cpu().total()).isEmpty();
    }
  }

  // ---- figures ----

  @Test
  void statsSeparateAnonymousMemory() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal().memory(MB(200));
    try (SandboxProcess p = sandbox.start(Rooms.probe("alloc"), "30", "15")) {
      assertThat(p.inputReader().readLine()).isEqualTo("done");
      Poll.until("30 MB anonymous", () -> about(p.stats().memory().anonymous(), PART));
      RoomStats.Memory memory = p.stats().memory();
      assertThat(about(memory.shared(), 0)).isTrue();
      assertThat(about(memory.file(), 0)).isTrue();
      assertThat(memory.current().orElseThrow()).isBetween(PART, PART + SLACK);
      memory.kernel().ifPresent(kernel -> assertThat(kernel).isBetween(1L, SLACK));
      memory.peak().ifPresent(peak -> assertThat(peak).isGreaterThanOrEqualTo(PART));
    }
  }

  @Test
  void statsSeparateFilesInMemory() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal().memory(MB(200));
    try (SandboxProcess p = fill(sandbox, "/tmp/big")) {
      Poll.until("30 MB shared", () -> about(p.stats().memory().shared(), PART));
      RoomStats.Memory memory = p.stats().memory();
      assertThat(about(memory.anonymous(), 0)).isTrue();
      assertThat(about(memory.file(), 0)).isTrue();
    }
  }

  @Test
  void statsSeparateFilesOnDisk() throws Exception {
    Features.require("cgroup.memory");
    Path dir = Files.createTempDirectory(disk(), "kotha-test-live");
    try {
      Sandbox sandbox = Rooms.minimal().memory(MB(200)).bindWritable(dir, "/mnt");
      try (SandboxProcess p = fill(sandbox, "/mnt/big")) {
        Poll.until("30 MB of files", () -> about(p.stats().memory().file(), PART));
        RoomStats.Memory memory = p.stats().memory();
        assertThat(about(memory.anonymous(), 0)).isTrue();
        assertThat(about(memory.shared(), 0)).isTrue();
      }
    } finally {
      TestRootfs.delete(dir);
    }
  }

  /** Returns a directory on a disk, whose files use the page cache. */
  private static Path disk() throws IOException {
    return Features.onDisk();
  }

  private static SandboxProcess fill(Sandbox sandbox, String file) throws Exception {
    String dd = "dd if=/dev/zero of=" + file + " bs=100000 count=300 2>/dev/null";
    SandboxProcess p = sandbox.start("/bin/sh", "-c", dd + " && echo done && sleep 15");
    assertThat(p.inputReader().readLine()).isEqualTo("done");
    return p;
  }

  @Test
  void statsCountCpuTimeAndProcesses() throws Exception {
    Features.require("cgroup.pids");
    Features.require("cgroup.cpu");
    try (SandboxProcess p = Rooms.minimal().cpus(0.2).start(Rooms.probe("spin"), "3", "15")) {
      Poll.until("throttling", () -> !p.stats().cpu().throttled().orElseThrow().isZero());
      RoomStats stats = p.stats();
      assertThat(stats.processes()).hasValue(3);
      assertThat(stats.cpu().total().orElseThrow()).isPositive();
      assertThat(stats.cpu().user().orElseThrow()).isPositive();
      // A room without an I/O limit has no cgroup that counts I/O.
      assertThat(stats.io()).isEqualTo(Usage.Io.NONE);
      RoomStats later = p.stats();
      assertThat(later.at()).isAfterOrEqualTo(stats.at());
      assertThat(later.cpu().total().orElseThrow())
          .isGreaterThanOrEqualTo(stats.cpu().total().orElseThrow());
    }
  }

  @Test
  void countersRemainAndGaugesAreEmptyAfterTheEnd() throws Exception {
    Features.require("cgroup.memory");
    try (SandboxProcess p = Rooms.minimal().memory(MB(100)).start(Rooms.probe("alloc"), "5")) {
      p.waitFor();
      RoomStats stats = p.stats();
      assertThat(stats.cpu().total()).isEqualTo(p.usage().cpu());
      assertThat(stats.memory().peak()).isEqualTo(p.usage().peakMemoryBytes());
      assertThat(stats.memory().current()).isEmpty();
      assertThat(stats.processes()).isEmpty();
    }
  }

  // ---- samples ----

  @Test
  void samplesArriveUntilTheRoomEnds() throws Exception {
    Features.require("cgroup.cpuacct");
    Leftovers before = Leftovers.snapshot();
    Collector all = new Collector(Long.MAX_VALUE);
    Collector one = new Collector(1);
    try (SandboxProcess p = Rooms.minimal().start(Rooms.probe("spin"), "1", "15")) {
      Flow.Publisher<RoomStats> samples = p.samples(Duration.ofMillis(30));
      samples.subscribe(all);
      samples.subscribe(one);
      Poll.until("five samples", () -> all.samples.size() >= 5);
      assertThat(all.completed.getCount()).isEqualTo(1);
    }
    assertThat(all.completed.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(one.completed.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(one.samples).as("no more than the requested samples").hasSize(1);
    List<Duration> cpu = all.samples.stream().map(s -> s.cpu().total().orElseThrow()).toList();
    assertThat(cpu.subList(0, 4)).isSorted();
    before.assertNone();
  }

  private static final class Collector implements Flow.Subscriber<RoomStats> {
    final List<RoomStats> samples = new CopyOnWriteArrayList<>();
    final CountDownLatch completed = new CountDownLatch(1);
    private final long demand;

    Collector(long demand) {
      this.demand = demand;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(demand);
    }

    @Override
    public void onNext(RoomStats sample) {
      samples.add(sample);
    }

    @Override
    public void onError(Throwable error) {
      throw new AssertionError(error);
    }

    @Override
    public void onComplete() {
      completed.countDown();
    }
  }

  private static Duration cpu(SandboxProcess p) {
    return p.stats().cpu().total().orElseThrow();
  }
}
