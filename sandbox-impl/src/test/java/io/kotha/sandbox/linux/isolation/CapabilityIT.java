package io.kotha.sandbox.linux.isolation;

import static io.kotha.sandbox.Capability.DOCKER_DEFAULT;
import static io.kotha.sandbox.Capability.NET_BIND_SERVICE;
import static io.kotha.sandbox.Capability.NET_RAW;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The exact capability sets of payloads. */
@Timeout(60)
class CapabilityIT {

  private static final List<String> SETS =
      List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb");

  @Test
  @Scenario("D30")
  @Attack(value = "B4", move = "looks for a capability in each set", walls = Wall.CAPABILITIES)
  @Attack(value = "A25", move = "looks for a capability in each set", walls = Wall.CAPABILITIES)
  void noCapabilityIsKeptByDefault() throws Exception {
    assertThat(masks(Rooms.minimal()).values()).containsOnly(0L);
    assertThat(masks(Rooms.minimal().dropCaps(NET_RAW)).values()).containsOnly(0L);
  }

  @Test
  @Scenario("D30")
  void dockerSetIsKeptExactly() throws Exception {
    long docker = 0xa80425fbL;
    assertThat(Capability.mask(DOCKER_DEFAULT)).isEqualTo(docker);
    assertKept(Rooms.minimal().keepCaps(DOCKER_DEFAULT), docker);
    assertKept(Rooms.minimal().keepCaps(DOCKER_DEFAULT).dropCaps(NET_RAW), docker & ~(1L << 13));
  }

  private static void assertKept(Sandbox sandbox, long expected) throws Exception {
    Map<String, Long> sets = masks(sandbox);
    for (String set : List.of("CapPrm", "CapEff", "CapBnd")) {
      assertThat(sets.get(set)).as(set).isEqualTo(expected);
    }
    for (String set : List.of("CapInh", "CapAmb")) {
      assertThat(sets.get(set)).as(set).isZero();
    }
  }

  @Test
  void keptCapabilitiesReachAProgramThatIsNotRoot() throws Exception {
    Sandbox guest = Rooms.minimal().user(1000, 1000).keepCaps(NET_BIND_SERVICE);
    long bit = NET_BIND_SERVICE.bit();
    assertThat(masks(guest))
        .containsEntry("CapEff", bit)
        .containsEntry("CapPrm", bit)
        .containsEntry("CapBnd", bit)
        .containsEntry("CapAmb", bit);
  }

  @Test
  void keptCapabilitiesApplyToTheRoomOnly() throws Exception {
    Sandbox all = Rooms.minimal().keepCaps(List.of(Capability.values()));
    try (SandboxProcess p = all.start("/bin/sleep", "100")) {
      HostView view = HostView.of(p.pid());
      assertThat(view.namespace("user")).isNotEqualTo(HostView.self().namespace("user"));
      assertThat(view.status("Uid").split("\\s+")).doesNotContain("0");
    }
  }

  @Test
  @Trap("caps dropped after userns")
  @Attack(
      value = "B4",
      move = "`sethostname` and `chroot` after entering the user namespace, unfiltered",
      walls = Wall.CAPABILITIES)
  void enteringTheUserNamespaceRegainsNoCapability() throws Exception {
    try (SandboxProcess p = Rooms.minimal().start("/bin/sleep", "100")) {
      HostView view = HostView.of(p.pid());
      for (String set : SETS) {
        assertThat(view.status(set)).as(set).isEqualTo("0000000000000000");
      }
      assertThat(view.status("NoNewPrivs")).isEqualTo("1");
    }
    Command probe =
        Command.of(Rooms.probe("sys"), "sethostname", "s:x", "1", ",", "chroot", "s:/tmp");
    assertThat(Rooms.out(Rooms.minimal().syscalls(SyscallPolicy.none()), probe).lines())
        .containsExactly("sethostname EPERM", "chroot EPERM");
  }

  @Test
  void executedProgramGainsNoCapability() throws Exception {
    String twice = "exec /bin/sh -c 'exec /bin/sh -c \"grep Cap /proc/self/status\"'";
    assertThat(Rooms.out(Rooms.minimal(), twice).lines())
        .hasSize(5)
        .allMatch(line -> line.endsWith("0000000000000000"));
  }

  @Test
  @Scenario("D31")
  void rawSocketsNeedNetRaw() throws Exception {
    // AF_INET raw ICMP; AF_PACKET raw; AF_INET datagram ICMP, which a sysctl grants to groups.
    Command sockets =
        Command.of(
            Rooms.probe("sys"),
            "socket",
            "2",
            "3",
            "1",
            ",",
            "socket",
            "17",
            "3",
            "0",
            ",",
            "socket",
            "2",
            "2",
            "1");
    assertThat(Rooms.out(Rooms.minimal(), sockets).lines())
        .containsExactly("socket EPERM", "socket EPERM", "socket EACCES");
    Sandbox docker = Rooms.minimal().keepCaps(DOCKER_DEFAULT);
    assertThat(Rooms.out(docker.dropCaps(NET_RAW), sockets).lines())
        .containsExactly("socket EPERM", "socket EPERM", "socket EACCES");
    List<String> granted = Rooms.out(docker, sockets).lines().toList();
    assertThat(granted.get(0)).matches("socket \\d+");
    SyscallPolicy unfiltered = SyscallPolicy.none();
    assertThat(Rooms.out(Rooms.minimal().syscalls(unfiltered), sockets).lines())
        .containsExactly("socket EPERM", "socket EPERM", "socket EACCES");
    assertThat(Rooms.out(docker.syscalls(unfiltered), sockets).lines().limit(2))
        .allMatch(line -> line.matches("socket \\d+"));
  }

  @Test
  void keptIdentityCapabilitiesWorkOnTheRoomsIds() throws Exception {
    Sandbox docker = Rooms.minimal().keepCaps(DOCKER_DEFAULT);
    Command change =
        Command.of(Rooms.probe("sys"), "setresgid", "1", "1", "1", ",", "setresuid", "1", "1", "1");
    String expected = Lane.isRoot() ? "0" : "EINVAL"; // An ordinary user has only one id to map.
    assertThat(Rooms.out(docker, change).lines())
        .containsExactly("setresgid " + expected, "setresuid " + expected);
  }

  private static Map<String, Long> masks(Sandbox sandbox) throws Exception {
    Map<String, Long> sets = new TreeMap<>();
    Rooms.out(sandbox, "grep ^Cap /proc/self/status")
        .lines()
        .map(line -> line.split(":\\s*"))
        .forEach(pair -> sets.put(pair[0], Long.parseUnsignedLong(pair[1], 16)));
    assertThat(sets.keySet()).containsExactlyInAnyOrderElementsOf(SETS);
    return sets;
  }
}
