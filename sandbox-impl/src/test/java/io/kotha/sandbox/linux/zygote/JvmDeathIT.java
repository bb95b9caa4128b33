package io.kotha.sandbox.linux.zygote;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.cgroup.CgroupLayout;
import io.kotha.sandbox.linux.cgroup.CgroupLayout.Version;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.DaemonTask;
import io.kotha.sandbox.linux.fixture.HelperProcesses;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.RoomHolder;
import io.kotha.sandbox.linux.fixture.SharedPidHolder;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JVM or its zygote dies: every room dies with it, and nothing is left. */
@Timeout(60)
class JvmDeathIT {

  private static final int ROOMS = 20;
  private static final int LIVING = 3;

  @Test
  @Scenario("D32")
  @Trap("SIGKILL of JVM leaves 0 sandbox processes")
  @Trap("setuid keeps kill-on-parent-death")
  @Attack(
      value = "A8",
      move = "`kill -9` of the JVM with rooms that sleep, left a daemon, are stopped or are parked",
      walls = Wall.SUPERVISOR)
  @Attack(
      value = "A11",
      move = "cancels its parent-death signal, by `prctl` and by a change of user",
      walls = Wall.SUPERVISOR)
  void allRoomsDieWithTheJvm() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Set<String> mounts = Leftovers.mounts();
    String token = "t" + UUID.randomUUID();
    try (ChildJvm jvm = start(token)) {
      awaitRooms(jvm, token);
      String helper = HelperProcesses.binary(jvm.children().get(0)).orElseThrow();
      List<Long> parked = jvm.parked();
      assertThat(parked).hasSizeGreaterThanOrEqualTo(RoomHolder.PARKED);
      HostCommand.run("kill", "-STOP", Long.toString(parked.get(0))).orThrow();
      if (Features.has("cgroup.memory")) {
        assertThat(jvm.groups()).hasSizeGreaterThan(ROOMS);
      }
      List<ProcessHandle> all = jvm.descendants();
      assertThat(all).hasSizeGreaterThan(2 * ROOMS);
      jvm.kill();
      Thread.sleep(1_000);
      assertThat(HostView.pidsWith(token)).as("programs").isEmpty();
      assertThat(all.stream().filter(JvmDeathIT::lives)).as("processes seen before").isEmpty();
      assertThat(HelperProcesses.running(helper)).as("processes started since").isEmpty();
      assertThat(jvm.groups()).as("cgroups").isEmpty();
      assertThat(Leftovers.mounts()).as("mounts").isEqualTo(mounts);
    }
    before.assertNone();
  }

  /** Distinguishes the process from a later one with the same pid, as its handle does. */
  private static boolean lives(ProcessHandle process) {
    return process.isAlive() && HostView.isAlive(process.pid());
  }

  @Test
  @Attack(value = "A8", move = "`kill -9` of the zygote", walls = Wall.PID_NAMESPACE)
  void allRoomsDieWithTheZygote() throws Exception {
    String token = "t" + UUID.randomUUID();
    try (ChildJvm jvm = start(token)) {
      awaitRooms(jvm, token);
      List<ProcessHandle> all = jvm.descendants();
      for (long zygote : jvm.children()) {
        HostCommand.run("kill", "-KILL", Long.toString(zygote)).orThrow();
      }
      Poll.until("the end of all rooms", () -> inRooms(token).isEmpty());
      Poll.until("the end of parked rooms", () -> all.stream().noneMatch(JvmDeathIT::lives));
    }
  }

  /** Without a pid namespace of its own, nothing but init is left to end the room. */
  @ParameterizedTest
  @CsvSource({"PID, false", "PID USER, false", "PID, true", "PID USER, true"})
  @Attack(
      value = "A8",
      move = "`kill -9` of JVM and zygote at once, with the host's namespaces {0} (v1 alone: {1})",
      walls = Wall.SUPERVISOR)
  void roomWithoutPidNamespaceDiesWithJvmAndZygote(String shared, boolean v1Alone)
      throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "an ordinary user cannot share the pid namespace");
    }
    Features.require("cgroup.pids");
    if (v1Alone && CgroupLayout.ofHost().version() == Version.V2) {
      throw Features.lacks("cgroup.v1", "with cgroup v2 alone a room has one group");
    }
    String token = "t" + UUID.randomUUID();
    List<String> command = new ArrayList<>();
    if (v1Alone) {
      // A mount namespace of its own: the host keeps its v2 hierarchy.
      String hide = "umount /sys/fs/cgroup/unified 2>/dev/null; exec \"$0\" \"$@\"";
      command.addAll(List.of("unshare", "--mount", "sh", "-c", hide));
    }
    List<String> arguments = new ArrayList<>(List.of(TestRootfs.minimal().toString(), token));
    arguments.addAll(List.of(shared.split(" ")));
    command.addAll(
        ChildJvm.command(SharedPidHolder.class, Map.of(), arguments.toArray(String[]::new)));
    Process jvm = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try {
      assertThat(readLine(jvm)).isEqualTo("ready");
      String holder = Long.toString(jvm.pid());
      Poll.until("the programs", () -> programs(token, jvm).size() == 3);
      String zygote = Long.toString(jvm.children().findFirst().orElseThrow().pid());
      HostCommand.run("kill", "-KILL", holder, zygote).orThrow();
      Poll.until("the end of the programs", () -> programs(token, jvm).isEmpty());
    } finally {
      jvm.destroyForcibly().waitFor();
      programs(token, jvm).forEach(p -> HostCommand.run("kill", "-KILL", Long.toString(p)));
    }
    // Empty groups stay until the next JVM starts a room: see SECURITY.md.
    try (ChildJvm next = start("t" + UUID.randomUUID())) {
      next.awaitReady();
      next.kill();
    }
    String groups = "/jvm-" + jvm.pid() + "-";
    assertThat(Leftovers.cgroups()).noneMatch(group -> group.contains(groups));
  }

  private static String readLine(Process jvm) {
    return DaemonTask.result(
        "a line of the other JVM", Duration.ofMinutes(1), () -> jvm.inputReader().readLine());
  }

  private static List<Long> programs(String token, Process jvm) {
    return HostView.pidsWith("getpid " + token).stream().filter(p -> p != jvm.pid()).toList();
  }

  private static ChildJvm start(String token) throws Exception {
    String rootfs = TestRootfs.minimal().toString();
    return ChildJvm.start(RoomHolder.class, rootfs, token, "" + ROOMS, "" + livingRooms());
  }

  /** Returns the count of living rooms: {@code inspect()} does not see the groups of a lane. */
  private static int livingRooms() {
    return Features.has("cgroup.memory") || Lane.cgroupParent().isPresent() ? LIVING : 0;
  }

  private static void awaitRooms(ChildJvm jvm, String token) {
    jvm.awaitReady();
    Poll.until("the rooms", () -> inRooms(token).size() >= ROOMS - 4);
    assertThat(HostView.pidsWith(RoomHolder.livingToken(token)))
        .as("programs in living rooms")
        .hasSizeGreaterThanOrEqualTo(livingRooms() * RoomHolder.PROGRAMS);
  }

  /** Returns the processes with the token except the JVM itself. */
  private static List<Long> inRooms(String token) {
    String jvm = HostView.self().namespace("pid");
    return HostView.pidsWith(token).stream().filter(pid -> !isIn(pid, jvm)).toList();
  }

  private static boolean isIn(long pid, String namespace) {
    try {
      return HostView.of(pid).namespace("pid").equals(namespace);
    } catch (java.io.UncheckedIOException gone) {
      return true;
    }
  }
}
