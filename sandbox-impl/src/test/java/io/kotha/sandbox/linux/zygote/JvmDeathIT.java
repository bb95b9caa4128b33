package io.kotha.sandbox.linux.zygote;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HelperProcesses;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.RoomHolder;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JVM or its zygote dies: every room dies with it, and nothing is left. */
@Timeout(60)
class JvmDeathIT {

  private static final int ROOMS = 20;

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
      List<ProcessHandle> all = jvm.descendants();
      for (long zygote : jvm.children()) {
        HostCommand.run("kill", "-KILL", Long.toString(zygote)).orThrow();
      }
      Poll.until("the end of all rooms", () -> inRooms(token).isEmpty());
      Poll.until("the end of parked rooms", () -> all.stream().noneMatch(JvmDeathIT::lives));
    }
  }

  private static ChildJvm start(String token) throws Exception {
    ChildJvm jvm =
        ChildJvm.start(
            RoomHolder.class, TestRootfs.minimal().toString(), token, Integer.toString(ROOMS));
    jvm.awaitReady();
    Poll.until("the rooms", () -> inRooms(token).size() >= ROOMS - 4);
    return jvm;
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
