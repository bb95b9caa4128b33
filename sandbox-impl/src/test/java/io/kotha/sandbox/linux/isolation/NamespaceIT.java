package io.kotha.sandbox.linux.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.CProgram;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Namespaces of every kind: private to the room by default, and shared on request. */
@Timeout(60)
class NamespaceIT {

  private static final String LINKS =
      "for f in /proc/self/ns/*; do echo ${f##*/} $(readlink $f); done";

  @Test
  @Scenario("D08")
  void roomHasItsOwnNamespaces() throws Exception {
    Map<String, String> inside = links(Rooms.minimal());
    assertThat(inside).hasSize(10);
    Set<Namespace> own = EnumSet.complementOf(EnumSet.of(Namespace.TIME));
    for (Namespace kind : own) {
      String name = kind.procName();
      assertThat(inside.get(name)).as(name).isNotEqualTo(HostView.self().namespace(name));
    }
    assertThat(inside.get("time")).isEqualTo(HostView.self().namespace("time"));
  }

  @ParameterizedTest
  @Scenario("D08")
  @EnumSource(names = {"NET", "UTS", "IPC", "CGROUP"})
  void sharedNamespaceIsTheHosts(Namespace kind) throws Exception {
    Map<String, String> inside = links(Rooms.minimal().share(kind));
    String name = kind.procName();
    assertThat(inside.get(name)).isEqualTo(HostView.self().namespace(name));
    inside.keySet().removeIf(k -> k.equals(name) || k.startsWith("time"));
    inside.forEach((k, link) -> assertThat(link).as(k).isNotEqualTo(hostLink(k)));
  }

  @Test
  @Scenario("D08")
  void onlyRootMaySharePidNamespace() throws Exception {
    Sandbox shared = Rooms.minimal().share(Namespace.PID).withoutProc();
    if (!Lane.isRoot()) {
      assertThatThrownBy(() -> shared.start("/bin/true")).isInstanceOf(SandboxException.class);
      return;
    }
    try (SandboxProcess p = shared.start("/bin/sleep", "100")) {
      HostView view = HostView.of(p.pid());
      assertThat(view.namespace("pid")).isEqualTo(HostView.self().namespace("pid"));
      assertThat(view.namespace("net")).isNotEqualTo(HostView.self().namespace("net"));
    }
  }

  @Test
  @Scenario("D08")
  void onlyRootMayShareUserNamespaceAndNeverAsHostRoot() throws Exception {
    Sandbox shared = Rooms.minimal().share(Namespace.USER);
    if (!Lane.isRoot()) {
      assertThatThrownBy(() -> shared.start("/bin/true")).isInstanceOf(SandboxException.class);
      return;
    }
    try (SandboxProcess p = shared.start("/bin/sleep", "100")) {
      HostView view = HostView.of(p.pid());
      assertThat(view.namespace("user")).isEqualTo(HostView.self().namespace("user"));
      assertThat(view.status("Uid").split("\\s+")).doesNotContain("0");
      assertThat(view.status("CapPrm")).isEqualTo("0000000000000000");
    }
  }

  @Test
  void mountNamespaceIsNeverShared() {
    assertThatThrownBy(() -> Rooms.minimal().share(Namespace.MOUNT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Trap("/proc mount in userns without a pid ns is refused")
  void procOfTheHostsPidNamespaceIsATypedError() {
    assertThatThrownBy(() -> Rooms.minimal().share(Namespace.PID).start("/bin/true"))
        .isInstanceOf(SandboxException.class);
  }

  @Test
  @Scenario("D09")
  void payloadSeesOnlyItsOwnProcesses() throws Exception {
    long jvm = ProcessHandle.current().pid();
    String script =
        "echo $$; echo /proc/[0-9]*; kill -0 " + jvm + " 2>&1; ps -e -o pid=,args= 2>/dev/null";
    SandboxResult result = Rooms.sh(Rooms.minimal(), script);
    List<String> lines = result.stdout().lines().toList();
    assertThat(Integer.parseInt(lines.get(0))).isLessThan(10);
    assertThat(lines.get(1).split(" ")).hasSizeLessThan(6);
    if (jvm > 10) {
      assertThat(lines.get(2)).contains("No such process");
    }
    assertThat(lines.subList(3, lines.size())).hasSizeBetween(2, 3);
  }

  @Test
  @Scenario("D10")
  void secondForkInsideWorks() throws Exception {
    String out =
        Rooms.out(
            Rooms.minimal(),
            "(echo a; (echo b; /bin/echo c 2>/dev/null || echo c)); /bin/sleep 0; echo d");
    assertThat(out.lines()).containsExactly("a", "b", "c", "d");
    // The start did not leave the JVM in a half-made namespace: the JVM still starts programs.
    assertThat(HostCommand.run("true").exit()).isZero();
    String own = HostView.self().namespace("pid");
    assertThat(HostView.self().namespace("pid_for_children")).isEqualTo(own);
  }

  @Test
  @Scenario("D11")
  void signalsEndThePayloadLikeAnyProcess() throws Exception {
    assertThat(signalOf("kill -ABRT $$")).isEqualTo(6);
    assertThat(signalOf("kill -XCPU $$")).isEqualTo(24);
    assertThat(signalOf("kill -TERM $$")).isEqualTo(15);
  }

  private static int signalOf(String script) throws Exception {
    SandboxResult result = Rooms.sh(Rooms.minimal(), script);
    assertThat(result.verdict()).isInstanceOf(Verdict.Signaled.class);
    return ((Verdict.Signaled) result.verdict()).signal();
  }

  @Test
  @Scenario("D11")
  @Attack(value = "G11", move = "leaves zombies to init", walls = Wall.PID_NAMESPACE)
  void orphansAreReaped() throws Exception {
    String script =
        "i=0; while [ $i -lt 20 ]; do ( (sleep 0.01) & ); i=$((i+1)); done; sleep 0.5;"
            + " cat /proc/[0-9]*/stat 2>/dev/null";
    String stats = Rooms.out(Rooms.minimal(), script);
    assertThat(stats.lines().filter(line -> line.contains(") Z "))).isEmpty();
  }

  @Test
  @Scenario("D11")
  void deathOfInitEndsEveryDescendant() throws Exception {
    String token = "t" + UUID.randomUUID();
    String script = Rooms.probe("daemon") + " " + token + "; exec sleep 1000";
    try (SandboxProcess p = Rooms.minimal().start("/bin/sh", "-c", script)) {
      Poll.until("the daemon", () -> HostView.pidsWith(token).size() >= 1);
      Poll.until("sleep", () -> HostView.of(p.pid()).status("Name").equals("sleep"));
      long init = Long.parseLong(HostView.of(p.pid()).status("PPid"));
      assertThat(HostView.of(init).status("NSpid")).endsWith("\t1");
      assertThat(HostCommand.run("kill", "-KILL", Long.toString(init)).exit()).isZero();
      Poll.until("the end of all processes", () -> HostView.pidsWith(token).isEmpty());
      Poll.until("the end of the program", () -> !HostView.isAlive(p.pid()));
      assertThat(p.onVerdict().get().isSuccess()).isFalse();
    }
  }

  @Test
  @Scenario("D11")
  @Attack(value = "A8", move = "a daemon in its own session", walls = Wall.PID_NAMESPACE)
  void daemonEndsWithThePayload() throws Exception {
    String token = "t" + UUID.randomUUID();
    assertThat(Rooms.out(Rooms.minimal(), Command.of(Rooms.probe("daemon"), token)))
        .isEqualTo("left behind");
    assertThat(HostView.pidsWith(token)).as("dead before the result arrives").isEmpty();
  }

  @Test
  @Scenario("D15")
  void roomHasItsOwnHostname() throws Exception {
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    assertThat(Rooms.out(Rooms.minimal(), "hostname")).isEqualTo("kotha");
    assertThat(Rooms.out(Rooms.minimal().hostname("mycontainer"), "hostname"))
        .isEqualTo("mycontainer");
    assertThat(Rooms.out(Rooms.minimal().share(Namespace.UTS), "hostname")).isEqualTo(host);
    assertThat(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip()).isEqualTo(host);
  }

  @Test
  @Scenario("D15")
  void capabilityAllowsChangingTheHostnameInside() throws Exception {
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    Sandbox admin =
        Rooms.minimal()
            .keepCaps(Capability.SYS_ADMIN)
            .syscalls(SyscallPolicy.standard().allow("sethostname"));
    assertThat(Rooms.out(admin, "hostname changed && hostname")).isEqualTo("changed");
    assertThat(Rooms.sh(Rooms.minimal(), "hostname changed").exitValue()).isNotZero();
    assertThat(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip()).isEqualTo(host);
  }

  @Test
  @Scenario("D20")
  @Attack(value = "C10", move = "reads `/proc/self/cgroup`", walls = Wall.IPC_NAMESPACE)
  void cgroupReadsAsRootInside() throws Exception {
    assertThat(Rooms.out(Rooms.minimal(), "cat /proc/self/cgroup").lines())
        .isNotEmpty()
        .allMatch(line -> line.endsWith(":/"));
    Sandbox shared = Rooms.minimal().share(Namespace.CGROUP);
    try (SandboxProcess p = shared.start("/bin/cat", "/proc/self/cgroup", "-")) {
      String seen = HostView.of(p.pid()).lines("cgroup").toString();
      p.getOutputStream().close();
      String inside = new String(p.getInputStream().readAllBytes());
      assertThat(inside.lines().toList().toString()).isEqualTo(seen);
    }
  }

  @Test
  @Scenario("D21")
  void bootClockIsShiftedInsideOnly() throws Exception {
    Features.require("namespace.time");
    Duration shift = Duration.ofSeconds(300_000_000);
    double before = uptime();
    double inside = firstNumber(Rooms.out(Rooms.minimal().timeNs(shift), "cat /proc/uptime"));
    assertThat(inside).isBetween(before + 299_999_999, uptime() + 300_000_001);
    double unshifted = firstNumber(Rooms.out(Rooms.minimal(), "cat /proc/uptime"));
    assertThat(unshifted).isBetween(before, uptime() + 1);
  }

  @Test
  @Scenario("D22")
  void mountsOfTheRoomAreInvisibleOutside() throws Exception {
    List<String> before = HostView.self().lines("mountinfo");
    Sandbox mounted = Rooms.minimal().tmpfs("/mnt", MemorySize.MiB(1));
    try (SandboxProcess p =
        mounted.start("/bin/sh", "-c", "echo x > /mnt/of-the-room && echo done && sleep 100")) {
      assertThat(p.inputReader().readLine()).isEqualTo("done");
      assertThat(HostView.of(p.pid()).root().resolve("mnt/of-the-room")).exists();
      assertThat(Path.of("/mnt/of-the-room")).doesNotExist();
      assertThat(HostView.self().lines("mountinfo")).isEqualTo(before);
    }
    assertThat(HostView.self().lines("mountinfo")).isEqualTo(before);
  }

  @Test
  @Scenario("D22")
  @Attack(value = "C3", move = "mounts with CAP_SYS_ADMIN", walls = Wall.MOUNTS)
  void mountsMadeInsideStayInside() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Sandbox admin = Rooms.minimal().keepCaps(Capability.SYS_ADMIN).syscalls(SyscallPolicy.none());
    String out = Rooms.out(admin, "mount -t tmpfs none /tmp && echo x > /tmp/y && ls /tmp");
    assertThat(out).isEqualTo("y");
    before.assertNone();
  }

  @Test
  @Scenario("D23")
  @Attack(
      value = "F4",
      move = "looks for shared memory and message queues of the host",
      walls = Wall.IPC_NAMESPACE)
  @Attack(
      value = "C12",
      move = "looks for shared memory and message queues of the host",
      walls = Wall.IPC_NAMESPACE)
  void hostIpcIsInvisible() throws Exception {
    String probe = Rooms.probe("ipc");
    String key = Integer.toString(0x6b000000 + (int) (ProcessHandle.current().pid() % 60_000));
    String queue = "/kotha-test-" + key;
    String onHost = CProgram.of("ipc").toString();
    assertThat(HostCommand.run(onHost, "make", key, queue).orThrow()).isEqualTo("made\n");
    try {
      Command look = Command.of(probe, "look", key, queue);
      assertThat(Rooms.out(Rooms.minimal(), look).lines())
          .containsExactly("shm ENOENT", "mq ENOENT");
      Sandbox shared = Rooms.minimal().share(Namespace.IPC);
      assertThat(Rooms.out(shared, look).lines()).containsExactly("shm yes", "mq yes");
    } finally {
      HostCommand.run(onHost, "drop", key, queue);
    }
  }

  private static Map<String, String> links(Sandbox sandbox) throws Exception {
    return Rooms.out(sandbox, LINKS)
        .lines()
        .collect(Collectors.toMap(l -> l.split(" ")[0], l -> l.split(" ")[1]));
  }

  private static String hostLink(String name) {
    return HostView.self().namespace(name.replace("_for_children", ""));
  }

  private static double uptime() throws Exception {
    return firstNumber(Files.readString(Path.of("/proc/uptime")));
  }

  private static double firstNumber(String line) {
    return Double.parseDouble(line.split("\\s+")[0]);
  }
}
