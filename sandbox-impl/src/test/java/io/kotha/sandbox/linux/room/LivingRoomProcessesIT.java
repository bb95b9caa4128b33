package io.kotha.sandbox.linux.room;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.RoomProcess;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The processes and namespaces of a room that lives. */
@Timeout(60)
class LivingRoomProcessesIT {

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
    Features.require("cgroup.v2");
  }

  private static Map<Long, RoomProcess> byPid(SandboxRoom room) throws Exception {
    return room.processes().stream()
        .collect(Collectors.toMap(RoomProcess::pid, Function.identity()));
  }

  private static RoomProcess named(SandboxRoom room, String command) throws Exception {
    return room.processes().stream()
        .filter(process -> process.command().equals(command))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void idleRoomHasItsFirstProcessOnly() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      room.run("/bin/sh", "-c", "sleep 100 & exit 0");
      RoomProcess first = byPid(room).get(1L);
      assertThat(room.processes()).hasSize(1);
      assertThat(first.parent()).isZero();
      assertThat(HostView.of(first.hostPid()).status("NSpid")).endsWith("\t1");
      assertThat(first.start())
          .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(2));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "user", "capabilities"})
  void processesAreATree(String kind) throws Exception {
    Sandbox sandbox =
        switch (kind) {
          case "user" -> Rooms.minimal().user(1000, 1000);
          case "capabilities" -> Rooms.minimal().user(1000, 1000).keepCaps(Capability.NET_RAW);
          default -> Rooms.minimal();
        };
    try (SandboxRoom room = sandbox.open()) {
      SandboxProcess program =
          room.start("/bin/sh", "-c", "sleep 100 & echo $$ $!; echo $(id -u); wait", "an arg", "");
      String[] pids = program.inputReader().readLine().split(" ");
      long uid = Long.parseLong(program.inputReader().readLine());
      Poll.until("sleep", () -> byPid(room).get(Long.valueOf(pids[1])).command().equals("sleep"));
      assertThat(room.processes()).hasSize(3);
      RoomProcess shell = byPid(room).get(Long.valueOf(pids[0]));
      assertThat(shell.hostPid()).isEqualTo(program.pid());
      assertThat(shell.parent()).isEqualTo(1);
      assertThat(shell.uid()).isEqualTo(uid).isEqualTo(kind.equals("plain") ? 0 : 1000);
      assertThat(shell.command()).isEqualTo("sh");
      assertThat(shell.arguments()).hasSize(5).startsWith("/bin/sh", "-c").endsWith("an arg", "");
      Poll.until("sleep", () -> byPid(room).get(shell.pid()).state() == RoomProcess.State.SLEEPING);
      assertThat(shell.start()).isEqualTo(program.info().startInstant().orElseThrow());
      assertThat(shell.residentBytes()).isPositive();
      RoomProcess child = byPid(room).get(Long.valueOf(pids[1]));
      assertThat(child.parent()).isEqualTo(shell.pid());
      assertThat(child.arguments()).containsExactly("sleep", "100");
    }
  }

  @Test
  void memoryAndCpuTimeAreThoseOfTheProcess() throws Exception {
    try (SandboxRoom room = Rooms.minimal().memory(MB(200)).open();
        SandboxProcess hoard = room.start(Rooms.probe("alloc"), "30", "15");
        SandboxProcess spin = room.start(Rooms.probe("spin"), "1", "15")) {
      assertThat(hoard.inputReader().readLine()).isEqualTo("done");
      assertThat(named(room, "alloc").residentBytes()).isBetween(29_000_000L, 60_000_000L);
      Poll.until(
          "CPU time", () -> named(room, "spin").cpu().compareTo(Duration.ofMillis(100)) >= 0);
      assertThat(named(room, "spin").cpu()).isLessThan(Duration.ofSeconds(60));
      assertThat(spin.isAlive()).isTrue();
    }
  }

  @Test
  @Attack(
      value = "A24",
      move = "takes a name and arguments that are escape sequences and very long",
      walls = Wall.BOUNDED_READERS)
  void hostileNameAndArgumentsAreEscapedAndCut() throws Exception {
    String script = "printf 'a) R \\033[2J\\n' > /proc/$$/comm; echo; read wait";
    try (SandboxRoom room = Rooms.minimal().open();
        SandboxProcess program =
            room.start(
                Command.of(
                    "/bin/sh", "-c", script, "\u001b]0;x\u0007\u202e\\", "y".repeat(100_000)))) {
      program.inputReader().readLine();
      Poll.until("sleep", () -> room.processes().get(1).state() == RoomProcess.State.SLEEPING);
      RoomProcess process = room.processes().get(1);
      assertThat(process.command()).isEqualTo("a) R \\u001b[2J\\u000a");
      assertThat(process.arguments().get(3)).isEqualTo("\\u001b]0;x\\u0007\\u202e\\\\");
      assertThat(process.arguments().get(4)).matches("y{3000,4096}");
    }
  }

  @Test
  @Attack(
      value = "D6",
      move = "forks and ends without end while the processes of its room are listed",
      walls = Wall.CGROUP)
  void programThatForksWhileItIsListed() throws Exception {
    try (SandboxRoom room = Rooms.minimal().pids(32).open();
        SandboxProcess bomb =
            room.start("/bin/sh", "-c", "while :; do (:) & (sleep 0.01 &) ; done 2>/dev/null")) {
      int most = 0;
      for (int i = 0; i < 100; i++) {
        List<RoomProcess> all = room.processes();
        List<Long> pids = all.stream().map(RoomProcess::pid).toList();
        assertThat(pids).doesNotHaveDuplicates().contains(1L);
        assertThat(all).allSatisfy(p -> assertThat(p.parent()).isIn(with0(pids)));
        // A process of the host has a uid that the room does not map. Init has this one.
        assertThat(all).filteredOn(p -> p.pid() > 1).extracting(RoomProcess::uid).containsOnly(0L);
        most = Math.max(most, all.size());
      }
      assertThat(most).isGreaterThan(2);
      assertThat(bomb.isAlive()).isTrue();
    }
  }

  private static List<Long> with0(List<Long> pids) {
    return Stream.concat(pids.stream(), Stream.of(0L)).toList();
  }

  @Test
  void roomThatWasResetHasOtherProcesses() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      room.start("/bin/sleep", "100");
      long first = byPid(room).get(1L).hostPid();
      room.reset();
      assertThat(room.processes()).hasSize(1);
      assertThat(byPid(room).get(1L).hostPid()).isNotEqualTo(first);
      room.close();
      assertThatThrownBy(room::processes).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(room::namespaces).isInstanceOf(IllegalStateException.class);
    }
  }

  // ---- namespaces ----

  @ParameterizedTest
  @ValueSource(strings = {"plain", "capabilities"})
  void namespacesAreThoseOfThePrograms(String kind) throws Exception {
    Sandbox sandbox =
        kind.equals("plain") ? Rooms.minimal() : Rooms.minimal().keepCaps(Capability.NET_RAW);
    try (SandboxRoom room = sandbox.open();
        SandboxProcess program =
            room.start(
                "/bin/sh", "-c", "cd /proc/self/ns; for n in *; do readlink $n; done; read w")) {
      Map<Namespace, Long> inodes = room.namespaces().inodes();
      assertThat(inodes).hasSize(Namespace.values().length);
      for (Namespace type : Namespace.values()) {
        assertThat(HostView.of(program.pid()).namespace(type.procName()))
            .isEqualTo(type.procName() + ":[" + inodes.get(type) + "]");
      }
      assertThat(inodes.get(Namespace.NET))
          .isNotEqualTo(Long.valueOf(HostView.self().namespace("net").replaceAll("\\D", "")));
    }
  }

  @Test
  void namespacesOfAnIdleRoom() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      if (Lane.isRoot()) {
        assertThat(room.namespaces().pid()).isEqualTo(byPid(room).get(1L).hostPid());
      } else {
        assertThatThrownBy(room::namespaces)
            .isInstanceOfSatisfying(
                InspectionException.class,
                e -> assertThat(e.reason()).isEqualTo(InspectionException.Reason.DENIED));
      }
    }
  }
}
