package io.kotha.sandbox.linux.room;

import static io.kotha.sandbox.MemorySize.MB;
import static io.kotha.sandbox.Namespace.IPC;
import static io.kotha.sandbox.Namespace.MOUNT;
import static io.kotha.sandbox.Namespace.NET;
import static io.kotha.sandbox.Namespace.PID;
import static io.kotha.sandbox.Namespace.USER;
import static io.kotha.sandbox.Namespace.UTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.NamespaceEntry;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.Namespaces;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that enter some namespaces of a process. */
@Timeout(60)
class NamespaceEntryIT {

  private static final Command SLEEP =
      Command.of("/bin/sleep", "100").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
  }

  private static Command sh(String script) {
    return Command.of("/bin/sh", "-c", script);
  }

  private static Limits wall(Duration time) {
    return Limits.NONE.time(Limits.NONE.time().wall(time));
  }

  private static NamespaceEntry enter(Process target, Namespace type, Namespace... types) {
    NamespaceEntry entry =
        Namespaces.enter(target.toHandle(), type, types).limits(wall(Rooms.WALL));
    return Lane.cgroupParent().map(entry::cgroupParent).orElse(entry);
  }

  private static String out(NamespaceEntry entry, String script) throws Exception {
    SandboxResult result = entry.run(sh(script).stderr(Stdio.STDOUT));
    assertThat(result.verdict().isSuccess()).as(result + result.stdout()).isTrue();
    return result.stdout().strip();
  }

  /** Lets a program with other ids see the files of a temporary directory. */
  private static void openTo(Path dir) throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  @Scenario("D13")
  void networkAloneLeavesTheFilesOfTheHost(@TempDir Path dir) throws Exception {
    Leftovers before = Leftovers.snapshot();
    Path marker = Files.createFile(dir.resolve("marker-" + UUID.randomUUID()));
    openTo(dir);
    try (SandboxProcess room = Rooms.minimal().loopback().start(SLEEP)) {
      String net = HostView.of(room.pid()).namespace("net");
      assertThat(out(enter(room, NET), "readlink /proc/self/ns/net; ls " + dir).lines())
          .containsExactly(net, marker.getFileName().toString());
      assertThat(net).isNotEqualTo(HostView.self().namespace("net"));
      assertThat(room.isAlive()).isTrue();
    }
    before.assertNone();
  }

  @Test
  @Scenario("D13")
  void networkPidAndMountShowFilesAndProcessesOfTheRoom(@TempDir Path dir) throws Exception {
    openTo(dir);
    try (SandboxProcess room =
        Rooms.minimal().start(sh("echo inside > /tmp/mark; echo; sleep 100"))) {
      room.inputReader().readLine();
      String script =
          "cat /tmp/mark; test -e " + dir + "; echo host $?; cat /proc/1/comm; ls -d /proc/[0-9]*";
      assertThat(out(enter(room, NET, PID, MOUNT), script).lines())
          .containsExactly("inside", "host 1", "kotha-init", "/proc/1", "/proc/2", "/proc/3");
    }
  }

  /** The kernel lets an ordinary user enter nothing but through the user namespace. */
  @ParameterizedTest
  @Scenario("D13")
  @ValueSource(
      strings = {
        "MOUNT",
        "PID",
        "NET",
        "UTS",
        "IPC",
        "USER",
        "CGROUP",
        "TIME",
        "NET,PID",
        "NET,PID,MOUNT",
        "USER,IPC",
        "MOUNT,PID,NET,UTS,IPC,USER,CGROUP,TIME"
      })
  void namespacesAreThoseThatWereAskedFor(String names) throws Exception {
    Features.require("namespace.time");
    Set<Namespace> asked = EnumSet.noneOf(Namespace.class);
    Arrays.stream(names.split(",")).map(Namespace::valueOf).forEach(asked::add);
    List<Namespace> types = new ArrayList<>(asked);
    if (!Lane.isRoot()) {
      asked.add(USER);
    }
    Sandbox sandbox = Rooms.minimal().timeNs(Duration.ofDays(1000));
    for (Sandbox each : List.of(sandbox, sandbox.keepCaps(Capability.NET_RAW))) {
      try (SandboxProcess room = each.start(SLEEP)) {
        Namespace[] others = types.subList(1, types.size()).toArray(Namespace[]::new);
        try (SandboxProcess program = enter(room, types.get(0), others).start(SLEEP)) {
          for (Namespace type : Namespace.values()) {
            HostView in = asked.contains(type) ? HostView.of(room.pid()) : HostView.self();
            assertThat(HostView.of(program.pid()).namespace(type.procName()))
                .as(type.name())
                .isEqualTo(in.namespace(type.procName()));
          }
          assertThat(program.isAlive()).isTrue();
        }
      }
    }
  }

  @Test
  @Scenario("D13")
  void programHasTheIdsOfTheProcessAndNoPrivilege() throws Exception {
    String walls =
        "grep -E '^(Cap.*|NoNewPrivs|Seccomp):' /proc/self/status; ls /proc/self/fd | wc -l";
    try (SandboxProcess room = Rooms.minimal().user(1000, 1001).start(SLEEP)) {
      HostView target = HostView.of(room.pid());
      for (NamespaceEntry entry :
          List.of(enter(room, NET), enter(room, UTS, IPC), enter(room, NET, PID, MOUNT, USER))) {
        List<String> seen = out(entry, walls).lines().toList();
        assertThat(seen)
            .filteredOn(line -> line.startsWith("Cap"))
            .hasSize(5)
            .allMatch(line -> line.endsWith("\t0000000000000000"));
        assertThat(seen).contains("NoNewPrivs:\t1", "Seccomp:\t2", "4");
        try (SandboxProcess program = entry.start(SLEEP)) {
          HostView view = HostView.of(program.pid());
          assertThat(view.status("Uid")).isEqualTo(target.status("Uid"));
          assertThat(view.status("Gid")).isEqualTo(target.status("Gid"));
        }
      }
      assertThat(out(enter(room, USER, PID, MOUNT), "id -u; id -g")).isEqualTo("1000\n1001");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "unmapped", "user", "none"})
  void roomOfAnyKindCanBeEntered(String kind) throws Exception {
    Sandbox sandbox =
        switch (kind) {
          case "unmapped" -> Rooms.minimal().idMap(IdMap.none());
          case "user" -> Rooms.minimal().user(7, 7);
          case "none" -> Rooms.minimal().syscalls(SyscallPolicy.none());
          default -> Rooms.minimal();
        };
    try (SandboxProcess room = sandbox.start(SLEEP)) {
      String uid = HostView.of(room.pid()).status("Uid");
      try (SandboxProcess program = enter(room, NET, PID, MOUNT, USER).start(SLEEP)) {
        assertThat(HostView.of(program.pid()).status("Uid")).isEqualTo(uid);
      }
    }
  }

  @Test
  void programOfARoomThatLivesCanBeEntered() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open();
        SandboxProcess first = room.start(sh("echo 1 > /tmp/x; echo; sleep 100"))) {
      first.inputReader().readLine();
      assertThat(out(enter(first, MOUNT), "cat /tmp/x")).isEqualTo("1");
      room.close();
      assertThat(first.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
    }
  }

  @Test
  void capabilitiesAreOfTheUserNamespaceOrRefused() throws Exception {
    String call = Rooms.probe("sys") + " sethostname z:2 1";
    try (SandboxProcess room = Rooms.minimal().keepCaps(Capability.SYS_ADMIN).start(SLEEP)) {
      NamespaceEntry entry = enter(room, USER, UTS, MOUNT, PID).syscalls(SyscallPolicy.none());
      assertThat(out(entry, call)).contains("EPERM");
      assertThat(out(entry.keepCaps(Capability.SYS_ADMIN), call)).doesNotContain("EPERM");
      if (Lane.isRoot()) {
        assertThatThrownBy(() -> enter(room, UTS).keepCaps(Capability.SYS_ADMIN).start(SLEEP))
            .isInstanceOf(SandboxException.class)
            .hasMessageContaining("capabilities of the JVM's own user namespace");
      }
    }
  }

  @Test
  void processThatSharesTheNamespacesIsRefused() throws Exception {
    Features.require("root");
    try (SandboxProcess room = Rooms.minimal().share(NET).start(SLEEP)) {
      assertThatThrownBy(() -> enter(room, NET).start(SLEEP))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("shares them with the JVM: [NET]");
      assertThat(out(enter(room, NET, UTS), "readlink /proc/self/ns/net"))
          .isEqualTo(HostView.self().namespace("net"));
    }
  }

  @Test
  void programNeverRunsAsRootOfTheHost() throws Exception {
    Features.require("root");
    Process alone = new ProcessBuilder("unshare", "--net", "sleep", "100").start();
    try {
      String own = HostView.self().namespace("net");
      Poll.until("unshare", () -> !HostView.of(alone.pid()).namespace("net").equals(own));
      assertThatThrownBy(() -> enter(alone, NET).start(SLEEP))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("an id of the host's root")
          .hasMessageContaining("user(...)");
      assertThat(out(enter(alone, NET).user(4321, 4321), "id -u; readlink /proc/self/ns/net"))
          .isEqualTo("4321\n" + HostView.of(alone.pid()).namespace("net"));
    } finally {
      alone.destroyForcibly().waitFor();
    }
  }

  @Test
  void processThatHasEndedOrIsHiddenIsAnError() throws Exception {
    SandboxProcess room = Rooms.minimal().start(SLEEP);
    NamespaceEntry entry = enter(room, NET);
    long pid = room.pid();
    if (!Lane.isRoot()) { // init is not dumpable
      long init = Long.parseLong(HostView.of(pid).status("PPid"));
      assertThatThrownBy(() -> Namespaces.enter(init, NET).start(SLEEP))
          .isInstanceOf(InspectionException.class)
          .hasMessageContaining("cannot be looked at");
    }
    room.close();
    room.waitFor();
    assertThatThrownBy(() -> entry.start(SLEEP))
        .isInstanceOf(InspectionException.class)
        .hasMessageContaining("has ended");
    assertThatThrownBy(() -> Namespaces.enter(pid, NET)).isInstanceOf(InspectionException.class);
  }

  @Test
  @Scenario("D13")
  void programIsInTheGroupOfTheProcessOnRequest() throws Exception {
    try (SandboxProcess room = Rooms.minimal().memory(MB(100)).start(SLEEP)) {
      Map<String, String> groups = HostView.of(room.pid()).cgroups();
      String controller = groups.containsKey("memory") ? "memory" : ""; // of v1 or v2
      String group = groups.get(controller);
      try (SandboxProcess apart = enter(room, NET).start(SLEEP);
          SandboxProcess within = enter(room, NET).inCgroup().start(SLEEP)) {
        assertThat(HostView.of(within.pid()).cgroups().get(controller)).startsWith(group + "/");
        assertThat(HostView.of(apart.pid()).cgroups().get(controller)).doesNotStartWith(group);
      }
      NamespaceEntry little =
          enter(room, NET).inCgroup().limits(Limits.NONE.memory(Limits.NONE.memory().max(MB(10))));
      if (controller.isEmpty()) {
        assertThatThrownBy(() -> little.start(SLEEP))
            .isInstanceOf(UnsupportedHostException.class)
            .hasMessageContaining("inCgroup()");
      } else {
        little.start(SLEEP).close();
      }
    }
  }

  @Test
  void limitsAndEndAreItsOwn() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxProcess room = Rooms.minimal().start(SLEEP)) {
      NamespaceEntry entry = enter(room, NET);
      assertThat(entry.limits(wall(Duration.ofMillis(200))).run(SLEEP).verdict())
          .isInstanceOf(Verdict.TimeExceeded.class);
      SandboxProcess tree =
          entry.start(sh("(exec setsid sleep 101) & echo; exec sleep 102").stdin(Stdio.NULL));
      tree.inputReader().readLine();
      tree.close();
      assertThat(tree.onVerdict().get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Killed.class);
      assertThat(room.isAlive()).isTrue();
    }
    before.assertNone(); // no process of the tree is left on the host
  }

  @Test
  void programOutsideOfThePidNamespaceOutlivesTheRoom() throws Exception {
    SandboxProcess room = Rooms.minimal().start(SLEEP);
    try (SandboxProcess outside = enter(room, NET).start(SLEEP);
        SandboxProcess inside = enter(room, PID).start(SLEEP)) {
      room.close();
      room.waitFor();
      assertThat(inside.onVerdict().get(10, TimeUnit.SECONDS).isSuccess()).isFalse();
      assertThat(outside.isAlive()).isTrue();
      assertThatThrownBy(() -> outside.exec(SLEEP)).isInstanceOf(InspectionException.class);
    }
  }

  @Test
  void enteringProcessCannotBeLookedInto() throws Exception {
    Sandbox sandbox = Rooms.minimal().syscalls(SyscallPolicy.none());
    try (SandboxProcess snoop = sandbox.start(Rooms.probe("snoop"))) {
      assertThat(snoop.inputReader().readLine()).isEqualTo("ready");
      for (int i = 0; i < 40; i++) {
        assertThat(enter(snoop, PID, MOUNT).run(sh(": ")).verdict().isSuccess()).isTrue();
      }
      snoop.outputWriter().append("x").close();
      String said = new String(snoop.getInputStream().readAllBytes()).strip();
      assertThat(said).matches("seen [1-9]\\d*");
    }
  }
}
