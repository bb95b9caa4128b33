package io.kotha.sandbox.linux.isolation;

import static io.kotha.sandbox.MemorySize.MB;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The complete state of a live payload in the host's {@code /proc}: the tests compare each field,
 * each mount and each descriptor with its expected value.
 */
@Timeout(60)
class PostureIT {

  private static final String NO_CAPABILITIES = "0000000000000000";

  static Stream<SyscallPolicy> presets() {
    return Stream.of(
        SyscallPolicy.standard(), SyscallPolicy.grader(), SyscallPolicy.dockerLike(Set.of()));
  }

  private static Sandbox room() {
    Features.require("seccomp");
    return Rooms.minimal();
  }

  /**
   * Starts a program that only waits, so that its own actions do not change its state. It has
   * answered once: its loader has closed the libraries.
   */
  private static SandboxProcess start(Sandbox room) throws Exception {
    SandboxProcess process = room.start("/bin/cat");
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    assertThat(process.getInputStream().read()).isEqualTo('\n');
    return process;
  }

  @ParameterizedTest
  @MethodSource("presets")
  void payloadHasNoPrivilege(SyscallPolicy policy) throws Exception {
    try (SandboxProcess p = start(room().syscalls(policy))) {
      HostView view = HostView.of(p.pid());
      for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
        assertThat(view.status(set)).as(set).isEqualTo(NO_CAPABILITIES);
      }
      assertThat(view.status("NoNewPrivs")).isEqualTo("1");
      assertThat(view.status("Seccomp")).isEqualTo("2");
      assertThat(view.status("Seccomp_filters")).isEqualTo("1");
      assertThat(view.status("TracerPid")).isEqualTo("0");
      assertThat(view.status("Threads")).isEqualTo("1");
      assertThat(view.status("Umask")).isEqualTo("0022");
      assertIds(view);
    }
  }

  private static void assertIds(HostView view) {
    List<String> uids = List.of(view.status("Uid").split("\\s+"));
    List<String> gids = List.of(view.status("Gid").split("\\s+"));
    assertThat(new TreeSet<>(uids)).as("one uid").hasSize(1).doesNotContain("0");
    assertThat(new TreeSet<>(gids)).as("one gid").hasSize(1).doesNotContain("0");
    if (Lane.isRoot()) {
      assertThat(Integer.parseInt(uids.get(0))).as("a leased id").isGreaterThan(65_536);
      assertThat(view.status("Groups")).isEmpty();
    } else {
      assertThat(uids.get(0)).isEqualTo(HostView.self().status("Uid").split("\\s+")[0]);
    }
  }

  @Test
  void payloadHasOnlyTheKeptCapability() throws Exception {
    try (SandboxProcess p = start(room().keepCaps(Capability.NET_RAW))) {
      HostView view = HostView.of(p.pid());
      String mask = "%016x".formatted(1L << Capability.NET_RAW.ordinal());
      for (String set : List.of("CapPrm", "CapEff", "CapBnd")) {
        assertThat(view.status(set)).as(set).isEqualTo(mask);
      }
    }
  }

  @Test
  void payloadHasItsOwnNamespaces() throws Exception {
    try (SandboxProcess p = start(room());
        SandboxProcess other = start(room())) {
      HostView view = HostView.of(p.pid());
      for (Namespace namespace : Namespace.values()) {
        String name = namespace.procName();
        if (namespace == Namespace.TIME) {
          assertThat(view.namespace(name)).isEqualTo(HostView.self().namespace(name));
          continue;
        }
        assertThat(view.namespace(name))
            .as(name)
            .isNotEqualTo(HostView.self().namespace(name))
            .isNotEqualTo(HostView.of(other.pid()).namespace(name));
      }
      assertThat(view.namespace("pid_for_children")).isEqualTo(view.namespace("pid"));
      assertThat(view.namespace("time_for_children")).isEqualTo(view.namespace("time"));
    }
  }

  @Test
  void payloadHasOnlyStdioDescriptors() throws Exception {
    try (SandboxProcess p = start(room())) {
      Map<String, String> open = new TreeMap<>();
      try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(p.pid()), "fd"))) {
        for (Path fd : all.toList()) {
          open.put(fd.getFileName().toString(), Files.readSymbolicLink(fd).toString());
        }
      }
      assertThat(open.keySet()).containsExactly("0", "1", "2");
      assertThat(open.values()).allMatch(target -> target.startsWith("pipe:["));
    }
  }

  @Test
  void payloadStartsWithACleanEnvironmentAtTheRoot() throws Exception {
    try (SandboxProcess p = start(room())) {
      Path proc = Path.of("/proc", Long.toString(p.pid()));
      String environment = Files.readString(proc.resolve("environ")).replace('\0', '\n').strip();
      assertThat(environment.lines()).allMatch(line -> line.startsWith("PATH="));
      assertThat(Files.readSymbolicLink(proc.resolve("root")).toString()).isEqualTo("/");
      assertThat(Files.readSymbolicLink(proc.resolve("cwd")).toString()).isEqualTo("/");
      String[] stat = Files.readString(proc.resolve("stat")).split("[)] ", 2)[1].split(" ");
      assertThat(stat[2]).as("process group leader").isEqualTo(Long.toString(p.pid()));
      assertThat(stat[3]).as("session leader").isEqualTo(Long.toString(p.pid()));
      assertThat(stat[4]).as("no controlling terminal").isEqualTo("0");
      String own = Files.readString(Path.of("/proc/self/stat")).split("[)] ", 2)[1].split(" ")[16];
      assertThat(stat[16]).as("nice value of the JVM").isEqualTo(own);
    }
  }

  @Test
  void payloadStartsWithDefaultSignals() throws Exception {
    try (SandboxProcess p = start(room())) {
      HostView view = HostView.of(p.pid());
      for (String set : List.of("SigBlk", "SigIgn", "SigCgt", "SigPnd", "ShdPnd")) {
        assertThat(view.status(set)).as(set).isEqualTo(NO_CAPABILITIES);
      }
    }
  }

  /**
   * Compares path, type and options of each mount. There is no other mount, and each has nosuid.
   */
  @Test
  void payloadSeesOnlyRestrictedMounts() throws Exception {
    try (SandboxProcess p = start(room().tmpfs("/box", MB(1)))) {
      Map<String, String> seen = new TreeMap<>();
      List<String> inherited = new ArrayList<>();
      for (String line : HostView.of(p.pid()).lines("mountinfo")) {
        String[] halves = line.split(" - ", 2);
        String[] fields = halves[0].split(" ");
        assertThat(fields).as("no propagation: " + line).hasSize(6);
        String type = halves[1].split(" ")[0];
        String options = String.join(",", new TreeSet<>(List.of(fields[5].split(","))));
        if (fields[4].matches("/(proc|dev)/.+|/")) {
          inherited.add(fields[4]);
        }
        seen.put(fields[4], type + " " + options.replaceAll(",?(relatime|inode64)", ""));
      }
      assertThat(seen).containsEntry("/tmp", "tmpfs nodev,nosuid,rw");
      assertThat(seen).containsEntry("/box", "tmpfs nodev,nosuid,rw");
      assertThat(seen).containsEntry("/dev/shm", "tmpfs nodev,noexec,nosuid,rw");
      assertThat(seen).containsEntry("/dev", "tmpfs nodev,noexec,nosuid,ro");
      assertThat(seen).containsEntry("/dev/mqueue", "mqueue nodev,noexec,nosuid,rw");
      assertThat(seen).doesNotContainKey("/dev/pts");
      assertThat(seen).containsEntry("/proc", "proc nodev,noexec,nosuid,rw");
      assertThat(seen.get("/")).endsWith("nodev,nosuid,ro");
      for (String fixed : List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys")) {
        assertThat(seen.get(fixed)).as(fixed).endsWith("nodev,noexec,nosuid,ro");
      }
      assertThat(seen.keySet())
          .allMatch(
              at ->
                  Set.of("/", "/tmp", "/box", "/dev", "/proc").contains(at)
                      || inherited.contains(at));
      assertThat(seen.values()).allMatch(options -> options.contains("nosuid"));
    }
  }

  @Test
  void payloadHasHardResourceLimits() throws Exception {
    Sandbox room = room().openFiles(64);
    try (SandboxProcess p = start(room)) {
      Map<String, String> limits = new TreeMap<>();
      for (String line : HostView.of(p.pid()).lines("limits")) {
        String[] columns = line.split(" {2,}");
        if (columns.length >= 3) {
          limits.put(columns[0], columns[1] + " " + columns[2]);
        }
      }
      assertThat(limits).containsEntry("Max open files", "64 64");
      assertThat(limits).containsEntry("Max core file size", "0 0");
    }
  }

  @Test
  void payloadHasItsOwnMemoryCgroup() throws Exception {
    Features.require("cgroup.memory");
    try (SandboxProcess p = start(room().memory(MB(64)))) {
      HostView view = HostView.of(p.pid());
      Map<String, String> own = HostView.self().cgroups();
      String group = view.cgroups().getOrDefault("memory", view.cgroups().get(""));
      assertThat(group).isNotEqualTo(own.getOrDefault("memory", own.get(""))).isNotEqualTo("/");
      // Init is in another cgroup, where the payload cannot exhaust its resources.
      HostView init = HostView.of(Long.parseLong(view.status("PPid")));
      assertThat(init.cgroups().getOrDefault("memory", init.cgroups().get(""))).isNotEqualTo(group);
    }
  }

  @Test
  void kernelKillsPayloadFirstWhenTheHostIsOutOfMemory() throws Exception {
    try (SandboxProcess p = start(room())) {
      int adjusted = Integer.parseInt(HostView.of(p.pid()).lines("oom_score_adj").get(0));
      int own = Integer.parseInt(HostView.self().lines("oom_score_adj").get(0));
      assertThat(adjusted).isEqualTo(Math.max(own, 500));
    }
  }

  /** Init, the other process in the room, has no privilege that a payload could take. */
  @Test
  void initHasNoPrivilege() throws Exception {
    try (SandboxProcess p = start(room())) {
      HostView view = HostView.of(Long.parseLong(HostView.of(p.pid()).status("PPid")));
      for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
        assertThat(view.status(set)).as(set).isEqualTo(NO_CAPABILITIES);
      }
      assertThat(view.status("NoNewPrivs")).isEqualTo("1");
      assertThat(view.status("NSpid")).endsWith("\t1");
      if (Lane.isRoot()) { // Only root may read /proc files of a process that is not dumpable.
        assertThat(Files.readString(Path.of("/proc", pidOf(view), "environ"))).isEmpty();
      }
    }
  }

  private static String pidOf(HostView view) throws IOException {
    return view.status("Pid");
  }
}
