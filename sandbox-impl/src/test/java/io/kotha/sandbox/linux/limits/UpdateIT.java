package io.kotha.sandbox.linux.limits;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits.OomKill;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.fixture.UpdateWithoutDescriptors;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.sys.Errno;
import java.io.BufferedReader;
import java.io.Writer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits that change while the room runs. */
@Timeout(60)
class UpdateIT {

  private static Limits memory(Sandbox sandbox, MemorySize max) {
    Limits limits = sandbox.spec().limits();
    return limits.memory(limits.memory().max(max));
  }

  private static void go(SandboxProcess p) throws Exception {
    try (Writer stdin = p.outputWriter()) {
      stdin.write("go\n");
    }
  }

  private static String value(SandboxProcess p, String controller, String... files)
      throws Exception {
    return Files.readString(HostView.of(p.pid()).cgroupFile(controller, files).orElseThrow())
        .strip();
  }

  private static long memoryLimit(SandboxProcess p) throws Exception {
    return Long.parseLong(value(p, "memory", "memory.limit_in_bytes", "memory.max"));
  }

  private static long pages(MemorySize size) {
    return size.bytes() / 4096 * 4096;
  }

  @Test
  void allocationSucceedsAfterTheLimitIsRaised() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal().memory(MB(32));
    Limits start = sandbox.spec().limits();
    sandbox = sandbox.limits(start.memory(start.memory().oomKill(OomKill.PROCESS)));
    String alloc = Rooms.probe("alloc") + " 60 >/dev/null";
    String script = alloc + "; echo first $?; read x; " + alloc + "; echo second $?";
    try (SandboxProcess p = sandbox.start("/bin/sh", "-c", script)) {
      BufferedReader stdout = p.inputReader();
      assertThat(stdout.readLine()).isEqualTo("first 137");
      p.update(memory(sandbox, MB(128)));
      assertThat(memoryLimit(p)).isEqualTo(pages(MB(128)));
      go(p);
      assertThat(stdout.readLine()).isEqualTo("second 0");
    }
  }

  @Test
  void verdictNamesTheLastMemoryLimit() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal().memory(MB(64));
    String script = "read x; exec " + Rooms.probe("alloc") + " 200";
    try (SandboxProcess p = sandbox.start("/bin/sh", "-c", script)) {
      for (MemorySize size : new MemorySize[] {MB(128), MB(32), MB(256), MB(48)}) {
        p.update(memory(sandbox, size));
        assertThat(memoryLimit(p)).isEqualTo(pages(size));
      }
      go(p);
      assertThat(p.onVerdict().get(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Verdict.MemoryExceeded.class, m -> assertThat(m.limit()).isEqualTo(MB(48)));
    }
  }

  @Test
  void memoryLimitCanBeRemovedAndSetAgain() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal().memory(MB(64));
    try (SandboxProcess p = sandbox.start("/bin/sleep", "100")) {
      Limits limits = sandbox.spec().limits();
      p.update(limits.memory(limits.memory().max(null)));
      assertThat(value(p, "memory", "memory.limit_in_bytes", "memory.max"))
          .isIn("max", "9223372036854771712");
    }
  }

  @Test
  void longerLimitExtendsTheRunAndShorterLimitEndsIt() throws Exception {
    Sandbox sandbox = Rooms.minimal().wallTime(Duration.ofSeconds(2));
    Limits limits = sandbox.spec().limits();
    try (SandboxProcess p = sandbox.start("/bin/sleep", "3")) {
      p.update(limits.time(limits.time().wall(Duration.ofSeconds(40))));
      assertThat(p.onVerdict().get(30, TimeUnit.SECONDS)).isInstanceOf(Verdict.Exited.class);
    }
    try (SandboxProcess p = sandbox.wallTime(Duration.ofSeconds(100)).start("/bin/sleep", "90")) {
      p.update(limits.time(limits.time().wall(Duration.ofMillis(500))));
      assertThat(p.onVerdict().get(30, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Verdict.TimeExceeded.class,
              t -> assertThat(t.limit()).isEqualTo(Duration.ofMillis(500)));
    }
  }

  /** v2 reclaims memory, then kills; v1 refuses the change and keeps the old limit. */
  @Test
  void limitBelowCurrentUseIsEnforced() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal().memory(MB(100)).pids(20);
    try (SandboxProcess p = sandbox.start(Rooms.probe("alloc"), "40", "15")) {
      assertThat(p.inputReader().readLine()).isEqualTo("done");
      try {
        p.update(memory(sandbox, MB(10)).pids(10));
        assertThat(p.onVerdict().get(10, TimeUnit.SECONDS))
            .isInstanceOf(Verdict.MemoryExceeded.class);
      } catch (SetupException e) {
        assertThat(e.step()).isEqualTo(SetupStep.CGROUP_WRITE);
        assertThat(e.errno()).isEqualTo(Errno.EBUSY);
        assertThat(e).hasMessageContaining("10000000 > ").hasMessageContaining("uses more");
        assertThat(memoryLimit(p)).isEqualTo(pages(MB(100)));
        assertThat(value(p, "pids", "pids.max")).isEqualTo("20");
        assertThat(p.isAlive()).isTrue();
      }
    }
  }

  @Test
  void processLimitCanBeLowered() throws Exception {
    Features.require("cgroup.pids");
    Sandbox sandbox = Rooms.minimal().pids(30);
    String script = "read x; exec " + Rooms.probe("spin") + " 16 0.2";
    try (SandboxProcess p = sandbox.start("/bin/sh", "-c", script)) {
      p.update(sandbox.spec().limits().pids(4));
      assertThat(value(p, "pids", "pids.max")).isEqualTo("4");
      go(p);
      p.waitFor();
      assertThat(p.usage().pidsRefused().orElseThrow()).isPositive();
    }
  }

  @Test
  void cpuRateCanBeSetAndRemoved() throws Exception {
    Features.require("cgroup.cpu");
    Sandbox sandbox = Rooms.minimal();
    Limits limits = sandbox.spec().limits();
    try (SandboxProcess p = sandbox.start(Rooms.probe("spin"), "1", "15")) {
      CpuLimits cpu = CpuLimits.NONE.rate(0.1).burst(Duration.ofMillis(5)).weight(50);
      p.update(limits.cpu(cpu));
      assertThat(value(p, "cpu", "cpu.cfs_quota_us", "cpu.max")).startsWith("10000");
      assertThat(value(p, "cpu", "cpu.cfs_burst_us", "cpu.max.burst")).isEqualTo("5000");
      Poll.until("throttling", () -> !p.stats().cpu().throttled().orElseThrow().isZero());
      p.update(limits.cpu(cpu.rate(0.02).burst(Duration.ofMillis(1))));
      p.update(limits.cpu(cpu.rate(0.5).burst(Duration.ofMillis(50))));
      assertThat(value(p, "cpu", "cpu.cfs_quota_us", "cpu.max")).startsWith("50000");
      p.update(limits);
      assertThat(value(p, "cpu", "cpu.cfs_quota_us", "cpu.max")).containsPattern("^(-1|max)");
      assertThat(value(p, "cpu", "cpu.shares", "cpu.weight")).isIn("1024", "100");
    }
  }

  @Test
  void cpusetCanBeChangedWhereTheRoomHasOne() throws Exception {
    Features.require("cgroup.cpuset");
    Sandbox sandbox = Rooms.minimal().cpuset(CpuSet.of(0));
    Limits limits = sandbox.spec().limits();
    String all = HostView.self().status("Cpus_allowed_list");
    try (SandboxProcess p = sandbox.start("/bin/sleep", "100")) {
      p.update(limits.cpu(limits.cpu().cpus(CpuSet.parse(all))));
      assertThat(HostView.of(p.pid()).status("Cpus_allowed_list")).isEqualTo(all);
      p.update(limits);
      assertThat(HostView.of(p.pid()).status("Cpus_allowed_list")).isEqualTo("0");
      p.update(limits.cpu(CpuLimits.NONE));
      assertThat(HostView.of(p.pid()).status("Cpus_allowed_list")).isEqualTo(all);
      assertThatThrownBy(() -> p.update(limits.cpu(CpuLimits.NONE.cpus(CpuSet.of(0, 4095)))))
          .hasMessageContaining("0,4095");
    }
  }

  @Test
  void errorNamesAFixedLimit() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal().memory(MB(64));
    Limits limits = sandbox.spec().limits();
    try (SandboxProcess p = sandbox.start("/bin/sleep", "100")) {
      p.update(limits); // This is the value that the room already has.
      assertThatThrownBy(() -> p.update(limits.process(limits.process().openFiles(7))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ProcessLimits");
      assertThatThrownBy(() -> p.update(limits.output(MB(1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("output");
      assertThatThrownBy(() -> p.update(limits.cpu(CpuLimits.NONE.cpus(CpuSet.wholeCores(1)))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("whole cores");
      assertThat(p.isAlive()).isTrue();
    }
  }

  @Test
  void errorNamesAMissingGroup() throws Exception {
    Features.require("cgroup.memory");
    if (HostView.self().cgroups().keySet().stream().allMatch(String::isEmpty)) {
      return; // On v2 all rooms of a JVM have the same controllers.
    }
    Sandbox sandbox = Rooms.minimal();
    Limits limits = sandbox.spec().limits();
    try (SandboxProcess p = sandbox.start("/bin/sleep", "100")) {
      assertThatThrownBy(() -> p.update(limits.cpu(CpuLimits.NONE.cpus(CpuSet.of(0)))))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("cgroup.cpuset");
      assertThatThrownBy(() -> p.update(memory(sandbox, MB(64))))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("memory");
    }
  }

  @Test
  void updateAfterTheEndChangesNothing() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal().memory(MB(64));
    try (SandboxProcess p = sandbox.start("/bin/true")) {
      p.waitFor();
      p.update(memory(sandbox, MB(128)));
      assertThat(p.verdict().isSuccess()).isTrue();
    }
  }

  /** A room whose groups cannot be read has not ended. */
  @Test
  void updateWithoutFreeDescriptorsIsAnError() throws Exception {
    Features.require("cgroup.pids");
    Features.require("tool.prlimit");
    String rootfs = TestRootfs.minimal().toString();
    try (ChildJvm jvm = ChildJvm.start(UpdateWithoutDescriptors.class, rootfs)) {
      assertThat(jvm.nextLine()).isEqualTo("changed");
      assertThat(jvm.nextLine()).matches(".*EMFILE.*ulimit -n.*");
      assertThat(jvm.nextLine()).isEqualTo("changed");
    }
  }
}
