package io.kotha.sandbox.linux.proc;

import static io.kotha.sandbox.Capability.NET_RAW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.inspect.Capabilities;
import io.kotha.sandbox.inspect.CapabilitySet;
import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.InspectionException.Reason;
import io.kotha.sandbox.inspect.NamespaceInfo;
import io.kotha.sandbox.inspect.Namespaces;
import io.kotha.sandbox.inspect.ProcessCapabilities;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Namespaces and capabilities of processes, beside the host's own tools. */
@Timeout(60)
class InspectionIT {

  /** Returns a sandbox whose rooms have a namespace of every type. */
  private static Sandbox withEveryNamespace() {
    Features.require("namespace.time");
    return Rooms.minimal().timeNs(Duration.ofDays(1));
  }

  /** Returns the inode numbers that the links of a process have. */
  private static Map<Namespace, Long> links(HostView process) {
    Map<Namespace, Long> inodes = new EnumMap<>(Namespace.class);
    for (Namespace type : Namespace.values()) {
      String link = process.namespace(type.procName());
      inodes.put(type, Long.parseLong(link.replaceAll("\\D", "")));
    }
    return inodes;
  }

  private static Map<Long, NamespaceInfo> list() throws Exception {
    return Namespaces.list().stream().collect(Collectors.toMap(NamespaceInfo::inode, row -> row));
  }

  @Test
  @Scenario("D08")
  void namespacesOfARoomAreListed() throws Exception {
    try (SandboxProcess p = withEveryNamespace().start("/bin/sleep", "100")) {
      Map<Namespace, Long> expected = links(HostView.of(p.pid()));
      assertThat(Namespaces.of(p.pid()).inodes()).isEqualTo(expected);
      assertThat(Namespaces.of(p.toHandle()).inodes()).isEqualTo(expected);
      Map<Namespace, Long> own = Namespaces.of(ProcessHandle.current()).inodes();
      assertThat(own).isEqualTo(links(HostView.self()));
      Map<Long, NamespaceInfo> rows = list();
      for (Namespace type : Namespace.values()) {
        assertThat(expected.get(type)).as(type.name()).isNotEqualTo(own.get(type));
        NamespaceInfo row = rows.get(expected.get(type));
        assertThat(row.type()).isEqualTo(type);
        assertThat(row.processes()).isBetween(1, 2); // init and the program
        HostView lowest = HostView.of(row.lowestPid());
        assertThat(lowest.status("Uid").split("\\s+")[1]).isEqualTo(Long.toString(row.uid()));
        assertThat(lowest.status("Name")).isEqualTo(row.command());
        assertThat(rows.get(own.get(type)).processes()).isPositive();
      }
    }
  }

  @Test
  @Scenario("D08")
  void listIsThatOfLsns() throws Exception {
    Features.require("tool.lsns");
    try (SandboxProcess p = withEveryNamespace().start("/bin/sleep", "100")) {
      Set<Long> room = new HashSet<>(Namespaces.of(p.pid()).inodes().values());
      List<String> listed =
          Namespaces.list().stream()
              .filter(row -> room.contains(row.inode()))
              .map(
                  row ->
                      "%d %s %d %d"
                          .formatted(
                              row.inode(), row.type().procName(), row.processes(), row.lowestPid()))
              .toList();
      HostCommand lsns =
          HostCommand.run("lsns", "--noheadings", "--raw", "--output", "NS,TYPE,NPROCS,PID");
      List<String> expected =
          lsns.orThrow()
              .lines()
              .filter(line -> room.contains(Long.valueOf(line.split(" ")[0])))
              .toList();
      assertThat(listed).hasSize(8).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void namespaceForChildrenIsThereIfItDiffers() throws Exception {
    assertThat(Namespaces.of(ProcessHandle.current()).forChildren()).isEmpty();
    Process unshare = unshared("--pid", "--fork", "--kill-child", "sleep", "100");
    try {
      List<ProcessHandle> children = new ArrayList<>();
      Poll.until("a child", () -> unshare.children().peek(children::add).findAny().isPresent());
      long child = children.get(0).pid();
      Poll.until("sleep", () -> HostView.of(child).status("Name").equals("sleep"));
      assertThat(Namespaces.of(unshare.pid()).forChildren())
          .containsExactly(
              Map.entry(Namespace.PID, Namespaces.of(child).inodes().get(Namespace.PID)));
      assertThat(Namespaces.of(child).forChildren()).isEmpty();
    } finally {
      unshare.destroyForcibly().waitFor();
    }
  }

  /** Starts a program of the host, outside of any room, in a user namespace of its own. */
  private static Process unshared(String... argv) throws Exception {
    return new ProcessBuilder(
            Stream.concat(Stream.of("unshare", "--user", "--map-root-user"), Stream.of(argv))
                .toList())
        .start();
  }

  @Test
  void commandOfAHostileProcessIsEscaped() throws Exception {
    String rename = "printf 'a) S\\033[2J\\n' > /proc/$$/comm; echo done; read wait";
    Process hostile = unshared("sh", "-c", rename);
    try {
      assertThat(hostile.inputReader().readLine()).isEqualTo("done");
      long inode = Namespaces.of(hostile.pid()).inodes().get(Namespace.USER);
      assertThat(list().get(inode))
          .isEqualTo(
              new NamespaceInfo(
                  Namespace.USER, inode, 1, hostile.pid(), Lane.uid(), "a) S\\u001b[2J\\u000a"));
    } finally {
      hostile.destroyForcibly().waitFor();
    }
  }

  @Test
  void endedProcessIsGone() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertReason(Reason.GONE, () -> Namespaces.of(ended.pid()));
    assertReason(Reason.GONE, () -> Namespaces.of(ended.toHandle()));
    assertReason(Reason.GONE, () -> Capabilities.of(ended.pid()));
    assertReason(Reason.GONE, () -> Capabilities.of(ended.toHandle()));
    SandboxProcess room = Rooms.minimal().start("/bin/true");
    room.waitFor();
    assertReason(Reason.GONE, () -> Namespaces.of(room.toHandle()));
  }

  @Test
  void zombieIsGone() throws Exception {
    // The shell forks a child and then executes sleep, which never waits for the child.
    Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 30").start();
    try {
      long zombie = Long.parseLong(parent.inputReader().readLine());
      Poll.until("a zombie", () -> !HostView.isAlive(zombie));
      assertReason(Reason.GONE, () -> Namespaces.of(zombie));
      assertReason(Reason.GONE, () -> Capabilities.of(zombie));
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  @Test
  void processOfRootIsDeniedToAnOrdinaryUser() throws Exception {
    Features.require("user.ordinary");
    assertReason(Reason.DENIED, () -> Namespaces.of(1));
    assertAsInStatus(1); // every user may read it
    assertThat(Namespaces.list())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.lowestPid()).isGreaterThan(1));
  }

  @Test
  void processesThatEndMeanwhileAreLeftOut() throws Exception {
    String churn = "while :; do for i in 1 2 3 4 5 6 7 8; do true | true & done; wait; done";
    Process shell = new ProcessBuilder("sh", "-c", churn).start();
    try {
      Map<Namespace, Long> own = Namespaces.of(ProcessHandle.current()).inodes();
      for (int i = 0; i < 20; i++) {
        assertThat(list()).containsKeys(own.values().toArray(Long[]::new));
      }
      assertThat(shell.isAlive()).isTrue();
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }

  @Test
  @Scenario("D30")
  void capabilitiesAreThoseOfStatus() throws Exception {
    assertAsInStatus(ProcessHandle.current().pid());
    try (SandboxProcess none = Rooms.minimal().start("/bin/sleep", "100");
        SandboxProcess raw = Rooms.minimal().keepCaps(NET_RAW).start("/bin/sleep", "100")) {
      assertThat(assertAsInStatus(none.pid())).containsOnly(new CapabilitySet(0));
      assertThat(assertAsInStatus(raw.pid()))
          .contains(new CapabilitySet(NET_RAW.bit()))
          .allSatisfy(set -> assertThat(set.unnamed()).isZero());
      ProcessCapabilities kept = Capabilities.of(raw.toHandle());
      assertThat(kept.effective().named()).containsExactly(NET_RAW);
      assertThat(kept.permitted().named()).containsExactly(NET_RAW);
      assertThat(kept.bounding().named()).containsExactly(NET_RAW);
    }
  }

  private static List<CapabilitySet> assertAsInStatus(long pid) throws Exception {
    HostView view = HostView.of(pid);
    List<CapabilitySet> expected =
        Stream.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
            .map(line -> new CapabilitySet(Long.parseUnsignedLong(view.status(line), 16)))
            .toList();
    ProcessCapabilities found = Capabilities.of(pid);
    List<CapabilitySet> sets =
        List.of(
            found.inheritable(),
            found.permitted(),
            found.effective(),
            found.bounding(),
            found.ambient());
    assertThat(sets).isEqualTo(expected);
    return sets;
  }

  private static void assertReason(Reason reason, ThrowingCallable call) {
    InspectionException thrown = catchThrowableOfType(InspectionException.class, call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.reason()).isEqualTo(reason);
  }
}
