package io.kotha.sandbox.linux.cgroup;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cgroups of rooms on the host. */
@Timeout(60)
class CgroupIT {

  private static final Path V1 = Path.of("/sys/fs/cgroup");

  @Test
  @Scenario("D24")
  void roomsAreMadeInTheDelegatedGroup() throws Exception {
    Features.require("cgroup.memory");
    Features.require("cgroup.pids");
    try (Delegated parent = Delegated.make()) {
      Sandbox sandbox = Rooms.minimal().cgroupParent(parent.path()).memory(MB(64)).pids(16);
      // The first room there makes a cgroup for this JVM, which stays as long as the JVM.
      sandbox.run("/bin/true");
      Leftovers before = Leftovers.snapshot();
      try (SandboxProcess p = sandbox.start("/bin/sleep", "100")) {
        Map<String, String> groups = HostView.of(p.pid()).cgroups();
        assertThat(groupOf(groups, "memory")).startsWith(parent.path() + "/");
        assertThat(groupOf(groups, "pids")).startsWith(parent.path() + "/");
      }
      before.assertNone();
    }
  }

  @Test
  @Scenario("D24")
  @Attack(value = "D9", move = "tries to reach its own cgroup", walls = Wall.ROOT)
  void payloadCannotReachItsCgroup() throws Exception {
    Features.require("cgroup.memory");
    Sandbox sandbox = Rooms.minimal().memory(MB(64));
    String look = "ls /sys/fs/cgroup 2>&1; grep cgroup /proc/self/mountinfo /proc/mounts; true";
    assertThat(Rooms.out(sandbox, look)).contains("No such file").doesNotContain("cgroup ro");
    try (SandboxProcess p = sandbox.start("/bin/sleep", "100")) {
      Path limit =
          HostView.of(p.pid())
              .cgroupFile("memory", "memory.limit_in_bytes", "memory.max")
              .orElseThrow();
      String uid = HostView.of(p.pid()).status("Uid").split("\\s+")[0];
      if (Lane.isRoot()) {
        assertThat(Files.getAttribute(limit, "unix:uid").toString()).isNotEqualTo(uid);
      }
    }
  }

  /**
   * The clone starts in the cgroup or is moved there, depending on kept capabilities; on a hybrid
   * host this includes v2.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void payloadIsInEveryCgroupOfItsRoom(boolean locked) throws Exception {
    Features.require("cgroup.memory");
    Features.require("cgroup.v2-tree");
    Sandbox sandbox = Rooms.minimal().memory(MB(64));
    try (SandboxProcess p =
        (locked ? sandbox.keepCaps(Capability.NET_RAW) : sandbox).start("/bin/sleep", "100")) {
      List<String> lines = HostView.of(p.pid()).lines("cgroup");
      String limited =
          lines.stream().filter(line -> line.contains(":memory:")).findFirst().orElse(lines.get(0));
      String room = limited.substring(limited.lastIndexOf('/'));
      assertThat(lines).anyMatch(line -> line.startsWith("0::") && line.endsWith(room));
      assertThat(room).contains("room");
    }
  }

  @Test
  void missingParentIsATypedError() {
    assertThatThrownBy(
            () -> Rooms.minimal().cgroupParent("/no/such/group").memory(MB(64)).start("/bin/true"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("/no/such/group");
  }

  @Test
  void withoutAnyCgroupALimitIsRefusedAndTheOptInIsShown() throws Exception {
    Features.require("cgroup.absent");
    Sandbox limited =
        Sandbox.rootfs(io.kotha.sandbox.linux.fixture.TestRootfs.minimal())
            .wallTime(Rooms.WALL)
            .memory(MB(256));
    assertThatThrownBy(() -> limited.start("/bin/true"))
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("memory");
    assertThatThrownBy(() -> limited.acceptRlimits().cpus(0.5).start("/bin/true"))
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("cpu");
    assertThat(limited.acceptRlimits().run("/bin/true").isolation())
        .anyMatch(line -> line.contains("RLIMIT_AS") || line.contains("rlimit"));
  }

  @Test
  @Scenario("D28")
  @Attack(
      value = "A12",
      move = "forks immediately, before anything could move it",
      walls = Wall.CGROUP)
  void limitsAndNamespacesHoldWhenThePayloadStarts() throws Exception {
    Features.require("cgroup.memory");
    Features.require("cgroup.pids");
    Features.require("cgroup.cpu");
    Sandbox sandbox = Rooms.minimal().memory(MB(64)).pids(16).cpus(0.5);
    Map<String, String> own = HostView.self().cgroups();
    for (int i = 0; i < 20; i++) {
      try (SandboxProcess p = sandbox.start("/bin/sleep", "100")) {
        HostView view = HostView.of(p.pid());
        Map<String, String> groups = view.cgroups();
        for (String controller : new String[] {"memory", "pids", "cpu"}) {
          String group = groupOf(groups, controller);
          assertThat(group).isNotEqualTo(groupOf(own, controller)).isNotEqualTo("/");
        }
        assertThat(number(view, "pids", "pids.max")).isEqualTo(16);
        assertThat(number(view, "memory", "memory.limit_in_bytes", "memory.max"))
            .isEqualTo(MB(64).bytes() / 4096 * 4096);
        assertThat(view.namespace("pid")).isNotEqualTo(HostView.self().namespace("pid"));
        assertThat(view.namespace("net")).isNotEqualTo(HostView.self().namespace("net"));
      }
    }
    assertThat(Rooms.out(sandbox, "cat /proc/self/cgroup").lines())
        .allMatch(line -> line.endsWith(":/"));
  }

  @Test
  @Trap("exec stays in the cgroup and restricted")
  @Attack(
      value = "D9",
      move = "executes another program, and reads its cgroup",
      walls = Wall.CGROUP)
  @Attack(
      value = "E11",
      move = "executes another program, and reads its filter",
      walls = Wall.FILTER)
  void executedProgramsStayInTheCgroup() throws Exception {
    Features.require("cgroup.memory");
    String script =
        "grep -E 'Cap|NoNewPrivs|Seccomp:' /proc/self/status; echo go; read x; exec /bin/sh -c"
            + " \"grep -E 'Cap|NoNewPrivs|Seccomp:' /proc/self/status; echo go; read x\"";
    try (SandboxProcess p = Rooms.minimal().memory(MB(64)).start("/bin/sh", "-c", script);
        var in = p.inputReader();
        var out = p.outputWriter()) {
      String[] restrictions = new String[2];
      Object[] groups = new Object[2];
      for (int i = 0; i < 2; i++) {
        StringBuilder seen = new StringBuilder();
        for (String line = in.readLine(); !line.equals("go"); line = in.readLine()) {
          seen.append(line).append('\n');
        }
        restrictions[i] = seen.toString();
        groups[i] = new TreeMap<>(HostView.of(p.pid()).cgroups());
        out.write("\n");
        out.flush();
      }
      assertThat(restrictions[1]).isEqualTo(restrictions[0]).contains("Seccomp:\t2");
      assertThat(groups[1]).isEqualTo(groups[0]);
    }
  }

  @Test
  @Trap("v2 own cgroup never becomes domain threaded")
  void noCgroupBecomesThreaded() throws Exception {
    Features.require("cgroup.v2");
    try (SandboxProcess p = Rooms.minimal().start("/bin/sleep", "100")) {
      assertThat(type(HostView.self())).isIn(Optional.empty(), Optional.of("domain"));
      assertThat(type(HostView.of(p.pid()))).isIn(Optional.empty(), Optional.of("domain"));
    }
    assertThat(type(HostView.self())).isIn(Optional.empty(), Optional.of("domain"));
  }

  private static Optional<String> type(HostView view) throws Exception {
    Optional<Path> file = view.cgroupFile("", "cgroup.type");
    return file.isEmpty() ? Optional.empty() : Optional.of(Files.readString(file.get()).strip());
  }

  private static long number(HostView view, String controller, String... files) throws Exception {
    return Long.parseLong(
        Files.readString(view.cgroupFile(controller, files).orElseThrow()).strip());
  }

  private static String groupOf(Map<String, String> groups, String controller) {
    return groups.getOrDefault(controller, groups.getOrDefault("", "none"));
  }

  /** The cgroup delegated to the lane, or under root one made for the test. */
  private record Delegated(String path, boolean made) implements AutoCloseable {

    static Delegated make() throws Exception {
      if (Lane.cgroupParent().isPresent()) {
        return new Delegated(Lane.cgroupParent().get(), false);
      }
      if (!Lane.isRoot()) {
        Features.require("cgroup.memory");
        throw Features.lacks("cgroup.delegated", "-Dio.kotha.cgroup.parent is not set");
      }
      String path = "/kotha-test-" + ProcessHandle.current().pid();
      for (Path hierarchy : hierarchies()) {
        Files.createDirectory(Path.of(hierarchy + path));
      }
      return new Delegated(path, true);
    }

    @Override
    public void close() throws Exception {
      if (made) {
        for (Path hierarchy : hierarchies()) {
          remove(Path.of(hierarchy + path));
        }
      }
    }

    /** Removes directories only, leaves first: cgroupfs allows nothing else. */
    private static void remove(Path group) throws Exception {
      if (Files.exists(group)) {
        try (var children = Files.list(group)) {
          for (Path child : children.filter(Files::isDirectory).toList()) {
            remove(child);
          }
        }
        Files.delete(group);
      }
    }

    private static Iterable<Path> hierarchies() throws Exception {
      if (Files.exists(V1.resolve("cgroup.controllers"))) {
        return java.util.List.of(V1);
      }
      try (var all = Files.list(V1)) {
        return all.filter(p -> Files.isDirectory(p) && !Files.isSymbolicLink(p)).toList();
      }
    }
  }
}
