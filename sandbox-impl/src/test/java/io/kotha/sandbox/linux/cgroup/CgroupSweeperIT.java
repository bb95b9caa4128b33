package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kotha.sandbox.linux.fixture.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests with the real cgroups of this host. */
class CgroupSweeperIT {

  private final JvmGroupName live = JvmGroupName.current();
  private final JvmGroupName dead = new JvmGroupName(999_999_999, 1, live.pidNamespace(), 0);
  private final List<Process> processes = new ArrayList<>();
  private ProbeGroup probe;

  @BeforeEach
  void setUp() throws IOException {
    probe = ProbeGroup.make("sweeper");
  }

  @AfterEach
  void tearDown() throws Exception {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    if (probe != null) {
      probe.close();
    }
  }

  /** Makes the same cgroup in every hierarchy and moves the process into it. */
  private List<Path> groups(String path, Process member) throws IOException {
    List<Path> made = new ArrayList<>();
    for (Path parent : probe.directories()) {
      Path group = Files.createDirectories(parent.resolve(path));
      CgroupFile.write(group.resolve("cgroup.procs"), Long.toString(member.pid()));
      made.add(group);
    }
    return made;
  }

  private Process process(String... argv) throws IOException {
    Process process = new ProcessBuilder(argv).start();
    processes.add(process);
    return process;
  }

  private void sweep() {
    probe.directories().forEach(parent -> CgroupSweeper.sweep(parent, 0));
  }

  @Test
  void killsAndRemovesLeftoversOfADeadJvm() throws Exception {
    Process left = process("sleep", "60");
    List<Path> groups = groups(dead.directoryName() + "/room-1/deeper", left);

    try (LogLines log = LogLines.of(CgroupSweeper.class, Level.INFO)) {
      sweep();
      assertThat(log.all())
          .hasSameSizeAs(probe.directories())
          .allMatch(line -> line.startsWith("WARN removed "));
    }

    assertThat(left.waitFor(1, TimeUnit.SECONDS)).isTrue();
    assertThat(left.exitValue()).isEqualTo(128 + 9);
    assertThat(groups).noneMatch(group -> Files.exists(group.getParent().getParent()));
  }

  @Test
  void warnsOfAGroupThatIsInUse() throws Exception {
    Process member = process("sleep", "60");
    List<Path> groups = groups(live.directoryName() + "/room-1", member);

    try (LogLines log = LogLines.of(CgroupSweeper.class, Level.INFO)) {
      groups.forEach(group -> CgroupSweeper.removeOwn(group.getParent()));
      assertThat(log.all())
          .hasSameSizeAs(groups)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("WARN cannot remove ")
                      .contains("room-1: Device or resource busy")
                      .contains("[" + member.pid() + "]"));
    }

    assertThat(member.isAlive()).isTrue();
    member.destroyForcibly().waitFor();
  }

  @Test
  void outrunsAForkingProgram() throws Exception {
    Process left =
        process("sh", "-c", "sleep 0.3; f() { while :; do sleep 0.01 & done; }; f & f & f");
    List<Path> groups = groups(dead.directoryName() + "/room-1", left);
    for (Path group : groups) {
      if (Files.exists(group.resolve("pids.max"))) {
        CgroupFile.write(
            group.resolve("pids.max"), "200"); // Ends the process even if the test fails.
      }
    }
    Thread.sleep(500);

    sweep();

    assertThat(groups).noneMatch(group -> Files.exists(group.getParent()));
  }

  @Test
  void leavesLiveGroupsAlone() throws Exception {
    Process mine = process("sleep", "60");
    Process named = process("sleep", "60");
    Process foreign = process("sleep", "60");
    List<Path> all = new ArrayList<>(groups(live.directoryName() + "/room-1", mine));
    all.addAll(groups("name-x", named));
    all.addAll(groups("jvm-999999999-1", foreign));

    sweep();

    assertThat(List.of(mine, named, foreign)).allMatch(Process::isAlive);
    assertThat(all).allMatch(Files::exists);
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void nextJvmRemovesGroupsOfAKilledJvm() throws Exception {
    Process jvm = process("sleep", "60"); // This process stands for a JVM.
    JvmGroupName.Stat stat = JvmGroupName.Stat.of(jvm.pid()).orElseThrow();
    JvmGroupName name = new JvmGroupName(jvm.pid(), stat.startTicks(), live.pidNamespace(), 0);
    List<Path> groups = groups(name.directoryName() + "/room-1", process("sleep", "60"));

    sweep();
    assertThat(groups).allMatch(Files::exists);

    jvm.destroyForcibly().waitFor();
    sweep();
    assertThat(groups).noneMatch(group -> Files.exists(group.getParent()));
  }
}
