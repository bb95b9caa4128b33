package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.CAPABILITIES;
import static io.kotha.sandbox.linux.attack.Wall.IDS;
import static io.kotha.sandbox.linux.attack.Wall.IPC_NAMESPACE;
import static io.kotha.sandbox.linux.attack.Wall.MOUNTS;
import static io.kotha.sandbox.linux.attack.Wall.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks through procfs, sysfs, cgroupfs and devices. */
@Timeout(60)
class KernelFilesIT {

  private static final String EVERY_FILE =
      "opens every file of `/proc` and `/sys` for writing, uid 0 with all capabilities";

  @TempDir Path dir;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "D1, /proc/sys/kernel/core_pattern",
    "D1, /proc/sys/kernel/modprobe",
    "D1, /sys/kernel/uevent_helper",
    "D1, /proc/sys/fs/binfmt_misc/register",
    "D2, /proc/sys/kernel/hostname",
    "D2, /proc/sys/vm/overcommit_memory",
    "D2, /proc/sys/net/ipv4/ip_forward",
    "D2, /proc/sys/user/max_user_namespaces",
    "D2, /proc/sysrq-trigger",
    "D2, /proc/irq/default_smp_affinity",
    "D2, /proc/bus/pci/devices",
    "D2, /proc/pressure/memory",
    "D2, /sys/power/state"
  })
  @Attack(value = "{0}", move = "writes to `{1}`", walls = MOUNTS)
  void kernelFilesCannotBeWritten(String row, String file) throws Exception {
    for (Sandbox sandbox : List.of(Rooms.minimal(), Calls.unfiltered())) {
      SandboxResult result = Rooms.sh(sandbox, "echo 1 > " + file);
      assertThat(result.exitValue()).as(file + " " + result).isNotZero();
      // A file that this kernel lacks is absent; so is all of /sys.
      boolean there = Rooms.sh(sandbox, "test -e " + file).exitValue() == 0;
      assertThat(result.stderr())
          .endsWith(there ? ": Read-only file system\n" : ": No such file or directory\n");
    }
  }

  /**
   * Tries every file of the kernel, not only those with a known CVE: without filter and Landlock,
   * with every capability except SYS_ADMIN. A file that is not on a read-only mount belongs to the
   * host's root, which has no id in the room.
   */
  @Test
  @Attack(
      value = "D1",
      move = EVERY_FILE,
      walls = {MOUNTS, IDS})
  @Attack(
      value = "D2",
      move = EVERY_FILE,
      walls = {MOUNTS, IDS})
  @Attack(
      value = "B2",
      move = EVERY_FILE,
      walls = {MOUNTS, IDS})
  void noKernelFileOpensForWriting() throws Exception {
    Sandbox room =
        Calls.unfiltered()
            .landlock(Landlock.off())
            .keepCaps(EnumSet.complementOf(EnumSet.of(Capability.SYS_ADMIN)));
    String script =
        "shopt -s globstar nullglob; cd /proc; n=0; for f in [a-z]*/** [a-z]* /sys/**; do"
            + " case $f in self*|thread-self*|net*|mounts) continue;; esac;"
            + " [ -f \"$f\" ] || continue; n=$((n+1));"
            + " { : >>\"$f\"; } 2>/dev/null && echo \"$f\"; done; echo tried $n";
    List<String> lines = Rooms.out(room, Command.of("/bin/bash", "-c", script)).lines().toList();
    assertThat(lines.subList(0, lines.size() - 1)).isEmpty();
    assertThat(Integer.parseInt(lines.get(lines.size() - 1).substring(6))).isGreaterThan(300);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "D4, /proc/kcore",
    "D4, /dev/mem",
    "D4, /dev/kmem",
    "D4, /dev/port",
    "D4, /proc/kpagecount",
    "D5, /proc/config.gz",
    "D5, /proc/keys",
    "D5, /proc/timer_list",
    "D5, /proc/sched_debug",
    "D5, /proc/kmsg",
    "D5, /dev/kmsg",
    "D5, /proc/latency_stats",
    "D5, /proc/timer_stats",
    "D5, /sys/firmware/dmi/tables/DMI"
  })
  @Attack(value = "{0}", move = "reads `{1}`", walls = MOUNTS)
  void filesThatDescribeTheHostAreMasked(String row, String file) throws Exception {
    for (Sandbox sandbox : List.of(Rooms.minimal(), Calls.unfiltered())) {
      assertThat(Rooms.sh(sandbox, "head -c 100 " + file).stdoutBytes()).as(file).isEmpty();
    }
  }

  @Test
  @Attack(
      value = "D4",
      move = "reads the kernel's addresses in `/proc/kallsyms`",
      walls = CAPABILITIES)
  void kernelAddressesAreHidden() throws Exception {
    String script = "grep -v '^0000000000000000 ' /proc/kallsyms | head -n 1";
    assertThat(Rooms.sh(Calls.unfiltered(), script).stdout()).isEmpty();
  }

  /** The masks must not come from the image. */
  @Test
  @Attack(
      value = "D3",
      move = "an image whose `/dev/null` is a link to a readable file",
      walls = MOUNTS)
  void imageCannotReplaceMasks() throws Exception {
    Path root = TestRootfs.fresh(dir);
    TestRootfs.file(root, "/bait", "bait");
    Files.createSymbolicLink(root.resolve("dev/null"), Path.of("/bait"));
    for (Sandbox room : List.of(Rooms.on(root), Rooms.on(root).persistent())) {
      String script = "cat /proc/keys /proc/kcore /proc/timer_list; stat -c %F /dev/null";
      assertThat(Rooms.sh(room, script).stdout()).isEqualTo("character special file\n");
    }
    assertThat(root.resolve("bait")).hasContent("bait");
  }

  @Test
  @Attack(value = "D8", move = "looks for a cgroup hierarchy, and creates a cgroup", walls = ROOT)
  @Attack(value = "D9", move = "looks for a cgroup hierarchy, and creates a cgroup", walls = ROOT)
  void payloadCanNeitherSeeNorMakeACgroup() throws Exception {
    String script =
        "ls -d /sys/fs/cgroup/* 2>/dev/null; mkdir /sys/fs/cgroup/x 2>/dev/null && echo made; true";
    assertThat(Rooms.out(Rooms.minimal(), script)).isEmpty();
  }

  /**
   * Mounts the hierarchy again with CAP_SYS_ADMIN: it starts at the room's cgroup, which belongs to
   * root. The cgroup of an ordinary user belongs to that user, and so to the payload: such a room
   * must not keep SYS_ADMIN.
   */
  @Test
  @Attack(
      value = "D9",
      move = "mounts cgroupfs with CAP_SYS_ADMIN and writes to its limits",
      walls = {IPC_NAMESPACE, IDS})
  void remountedCgroupHierarchyStaysOutOfReach() throws Exception {
    Features.require("root");
    Sandbox room =
        Rooms.minimal()
            .syscalls(SyscallPolicy.none())
            .landlock(Landlock.off())
            .keepCaps(EnumSet.allOf(Capability.class));
    String script =
        "mkdir /tmp/g; mount -t cgroup2 none /tmp/g 2>/dev/null ||"
            + " mount -t cgroup -o memory none /tmp/g 2>/dev/null; cd /tmp/g || exit 1;"
            + " mkdir x 2>/dev/null && echo made; for f in cgroup.procs release_agent memory.max"
            + " memory.limit_in_bytes pids.max; do { echo 0 >$f; } 2>/dev/null && echo wrote $f;"
            + " done; true";
    assertThat(Rooms.out(room, script)).isEmpty();
  }

  @Test
  @Attack(value = "D10", move = "lists `/dev`, and uses each device", walls = ROOT)
  void onlyHarmlessDevicesExist() throws Exception {
    String devices = Rooms.out(Rooms.minimal(), "ls /dev");
    assertThat(devices.lines())
        .isSubsetOf(
            "null", "zero", "full", "random", "urandom", "tty", "fd", "stdin", "stdout", "stderr",
            "shm", "pts", "ptmx", "console", "mqueue");
    assertThat(devices.lines()).contains("null", "zero", "full", "random", "urandom", "fd", "shm");
    String script =
        "echo x > /dev/null && head -c 4 /dev/zero | wc -c; echo y 2>&1 > /dev/full || echo full";
    assertThat(Rooms.out(Rooms.minimal(), script)).contains("4").contains("full");
  }

  @Test
  @Attack(value = "D11", move = "lowers its own `oom_score_adj`", walls = CAPABILITIES)
  void payloadCannotLowerItsOomScore() throws Exception {
    String script =
        "echo -500 > /proc/self/oom_score_adj || echo refused; cat /proc/self/oom_score_adj";
    List<String> lines = Rooms.sh(Rooms.minimal(), script).stdout().lines().toList();
    int own = Integer.parseInt(HostView.self().lines("oom_score_adj").get(0));
    assertThat(Integer.parseInt(lines.get(lines.size() - 1))).isGreaterThanOrEqualTo(own);
    assertThat(lines.get(0)).isEqualTo("refused");
  }

  @Test
  @Attack(
      value = "D12",
      move = "crashes in a directory of the host, after `ulimit -c unlimited`",
      walls = Wall.RLIMITS)
  void crashLeavesNoCoreFileOnTheHost() throws Exception {
    Path shared = TestRootfs.directory(dir.resolve("shared"));
    Sandbox sandbox = Rooms.minimal().bindWritable(shared, "/mnt");
    SandboxResult result =
        sandbox.run(Command.of("/bin/sh", "-c", "ulimit -c unlimited; kill -SEGV $$").in("/mnt"));
    assertThat(result.exitValue()).isEqualTo(139);
    assertThat(shared).isEmptyDirectory();
  }
}
