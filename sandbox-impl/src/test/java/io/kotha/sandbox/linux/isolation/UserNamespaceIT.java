package io.kotha.sandbox.linux.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The user of a payload: perhaps root in its room, never root of the host. */
@Timeout(60)
class UserNamespaceIT {

  private static final String SET_DATE = "date -s '2001-01-01 00:00:00'";

  @TempDir Path dir;

  /** Init has the uid of the program, and its limit bounds the signals that wait for it. */
  @Test
  void unmappedProgramCannotChangeTheLimitsOfInit() throws Exception {
    Sandbox unmapped =
        Rooms.minimal().idMap(IdMap.none()).syscalls(SyscallPolicy.dockerLike(Set.of()));
    String raise = "h:0010000000000000ffffffffffffffff";
    assertThat(
            Rooms.out(unmapped, Command.of(Rooms.probe("sys"), "prlimit64", "1", "11", raise, "0")))
        .isEqualTo("prlimit64 EPERM");
  }

  @Test
  @Scenario("D16")
  void payloadWithoutAMapIsTheOverflowUser() throws Exception {
    Sandbox unmapped = Rooms.minimal().idMap(IdMap.none());
    assertThat(Rooms.out(unmapped, "id -u; id -g")).isEqualTo("65534\n65534");
    assertThat(Rooms.out(unmapped, "cat /proc/self/uid_map /proc/self/gid_map")).isEmpty();
    assertThat(Rooms.out(unmapped, "grep CapEff /proc/self/status")).endsWith("0000000000000000");
    Command rename = Command.of(Rooms.probe("sys"), "sethostname", "s:x", "1");
    assertThat(Rooms.out(unmapped.syscalls(SyscallPolicy.none()), rename))
        .isEqualTo("sethostname EPERM");
  }

  @Test
  @Scenario("D17")
  void ordinaryUserIsRootInsideAndItselfOutside() throws Exception {
    String script = "id -u; cat /proc/self/uid_map; sleep 100";
    try (SandboxProcess p = Rooms.minimal().start("/bin/sh", "-c", script);
        BufferedReader out = p.inputReader()) {
      assertThat(out.readLine()).isEqualTo("0");
      String[] range = out.readLine().strip().split("\\s+");
      assertThat(range[0]).isEqualTo("0");
      assertThat(HostView.of(p.pid()).status("Uid").split("\\s+")).containsOnly(range[1]);
      if (Lane.isRoot()) {
        assertThat(range[2]).isEqualTo("65536");
      } else {
        assertThat(range[1]).isEqualTo(Integer.toString(Lane.uid()));
        assertThat(range[2]).isEqualTo("1");
        assertThat(HostView.of(p.pid()).lines("setgroups")).containsExactly("deny");
      }
    }
  }

  @Test
  @Scenario("D17")
  @Attack(value = "A21", move = "has a file bound that its caller may not read", walls = Wall.IDS)
  void fileOfHostRootCannotBeRead() throws Exception {
    Sandbox room =
        Rooms.minimal().bind(Path.of("/etc/shadow"), "/mnt/file").bind(Path.of("/etc"), "/host");
    for (String file : List.of("/mnt/file", "/host/shadow")) {
      SandboxResult result = Rooms.sh(room, "cat " + file);
      assertThat(result.stderr()).contains("Permission denied");
      assertThat(result.stdout()).isEmpty();
    }
  }

  @Test
  @Scenario("D18")
  @Attack(
      value = "B4",
      move = "sets the clock of the host as uid 0, unfiltered",
      walls = Wall.CAPABILITIES)
  void rootInsideCannotSetTheHostsClock() throws Exception {
    Instant before = Instant.now();
    assertThat(Rooms.sh(Rooms.minimal(), SET_DATE).stderr()).contains("Operation not permitted");
    Sandbox unfiltered = Rooms.minimal().syscalls(SyscallPolicy.none());
    assertThat(Rooms.sh(unfiltered, SET_DATE).stderr()).contains("Operation not permitted");
    assertThat(Duration.between(before, Instant.now()))
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
  }

  @Test
  @Scenario("D18")
  void rootInsideIsUnprivilegedOutside() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "of the host");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    String write = "echo hacked > /mnt/secret";
    if (Lane.isRoot()) {
      // The control: a plain user namespace under root allows it.
      String naive = "echo naive > " + secret;
      HostCommand.run("unshare", "--user", "--map-root-user", "sh", "-c", naive).orThrow();
      assertThat(secret).hasContent("naive\n");
    }
    Rooms.sh(Rooms.minimal().bind(dir, "/mnt"), write);
    assertThat(Files.readString(secret)).doesNotContain("hacked");
    try (SandboxProcess p = Rooms.minimal().start("/bin/sleep", "100")) {
      assertThat(HostView.of(p.pid()).status("Uid").split("\\s+")).doesNotContain("0");
      assertThat(HostView.of(p.pid()).status("Gid").split("\\s+")).doesNotContain("0");
    }
  }

  @Test
  @Scenario("D18")
  void hostRootIsNeverMapped() {
    assertThatThrownBy(() -> IdMap.range(0, 0, 65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host id 0");
  }

  @Test
  @Scenario("D19")
  void rangeMapsEveryIdSeparately() throws Exception {
    long first = Lane.isRoot() ? 100_000 : delegated();
    Sandbox ranged = Rooms.minimal().idMap(IdMap.range(0, first, 65_536)).user(1, 1);
    if (!Lane.isRoot() && !Features.has("idmap.ranges")) {
      assertThatThrownBy(() -> ranged.start("/bin/true")).isInstanceOf(SandboxException.class);
      return;
    }
    String script = "echo x > /tmp/mine && echo done && sleep 100";
    try (SandboxProcess p = startRanged(ranged, script)) {
      assertThat(p.inputReader().readLine()).isEqualTo("done");
      HostView view = HostView.of(p.pid());
      assertThat(view.status("Uid").split("\\s+")).containsOnly(Long.toString(first + 1));
      Path mine = view.root().resolve("tmp/mine");
      assertThat(Files.getAttribute(mine, "unix:uid")).isEqualTo((int) first + 1);
      assertThat(view.lines("uid_map").get(0).strip().split("\\s+"))
          .containsExactly("0", Long.toString(first), "65536");
    }
  }

  /** newuidmap refuses the range, because /etc/subuid gives it to nobody. */
  @Test
  void undelegatedRangeIsASetupError() throws Exception {
    Features.require("user.ordinary");
    Features.require("idmap.ranges");
    Leftovers before = Leftovers.snapshot();
    Sandbox ranged = Rooms.minimal().idMap(IdMap.range(0, 4_000_000_000L, 1_000));
    assertThatThrownBy(() -> ranged.start("/bin/true"))
        .isInstanceOfSatisfying(
            SetupException.class,
            e -> {
              assertThat(e.step()).isEqualTo(SetupStep.ID_MAP);
              assertThat(e.item()).isEqualTo(3);
            })
        .hasMessageContaining("/etc/subuid");
    before.assertNone();
  }

  /** On cgroup v1, only root and a process of the same uid may move a process into a cgroup. */
  private static SandboxProcess startRanged(Sandbox ranged, String script) throws Exception {
    try {
      return ranged.start("/bin/sh", "-c", script);
    } catch (SetupException e) {
      if (!Lane.isRoot() && e.step() == SetupStep.CGROUP_ENTER) {
        throw Features.lacks("cgroup.of-other-uids", "v1 takes only processes of the writer's uid");
      }
      throw e;
    }
  }

  /** Returns the first id that /etc/subuid gives to the user of the tests. */
  private static long delegated() throws Exception {
    String user = System.getProperty("user.name") + ":";
    for (String line : Files.readAllLines(Path.of("/etc/subuid"))) {
      if (line.startsWith(user)) {
        return Long.parseLong(line.split(":", -1)[1]);
      }
    }
    return 100_000;
  }

  @Test
  void liveRoomsUnderRootHaveDistinctIds() throws Exception {
    Set<String> uids = new HashSet<>();
    Sandbox sandbox = Rooms.minimal();
    try (SandboxProcess a = sandbox.start("/bin/sleep", "100");
        SandboxProcess b = sandbox.start("/bin/sleep", "100");
        SandboxProcess c = sandbox.start("/bin/sleep", "100")) {
      for (SandboxProcess p : List.of(a, b, c)) {
        uids.add(HostView.of(p.pid()).status("Uid").split("\\s+")[0]);
      }
    }
    assertThat(uids).hasSize(Lane.isRoot() ? 3 : 1);
  }

  @Test
  void configuredUserHoldsInside() throws Exception {
    if (!Lane.isRoot()) {
      // An ordinary user has one id only, whatever number it has inside.
      assertThat(Rooms.out(Rooms.minimal().user(1000, 1000), "id -u; id -g"))
          .isEqualTo("1000\n1000");
      return;
    }
    Sandbox guest = Rooms.minimal().user(1000, 100);
    assertThat(Rooms.out(guest, "id -u; id -g; id -G")).isEqualTo("1000\n100\n100");
    Command change = Command.of(Rooms.probe("sys"), "setresuid", "0", "0", "0");
    assertThat(Rooms.out(guest.syscalls(SyscallPolicy.none()), change))
        .isEqualTo("setresuid EPERM");
  }

  @Test
  void writableBindKeepsTheHostsOwners() throws Exception {
    Path shared = TestRootfs.directory(dir.resolve("shared"));
    Rooms.out(
        Rooms.minimal().bindWritable(shared, "/mnt"), "echo x > /mnt/new; stat -c %u /mnt/new");
    assertThat(Files.getAttribute(shared.resolve("new"), "unix:uid")).isEqualTo(Lane.uid());
  }

  @Test
  @Attack(value = "A26", move = "reads its groups", walls = Wall.IDS)
  void payloadKeepsNoGroupOfTheJvm() throws Exception {
    String groups = Rooms.out(Rooms.minimal(), "id -G");
    if (Lane.isRoot()) {
      assertThat(groups).isEqualTo("0");
    } else {
      // Without newgidmap they cannot be dropped; they appear as the overflow group.
      assertThat(Set.of(groups.split(" "))).isSubsetOf(Set.of("0", "65534"));
    }
  }
}
