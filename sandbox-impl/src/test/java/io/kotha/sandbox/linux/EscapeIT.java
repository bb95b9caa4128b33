package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The moves of the security catalogue that can be tried from inside a room; each test names its
 * rows.
 */
@Timeout(60)
class EscapeIT {

  @TempDir Path dir;

  /** Refused by the filter, and by what stands behind it when there is no filter. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A4  | ptrace 16 1 0 0                               | EPERM
          A4  | ptrace 0x4206 1 0 0                           | EPERM
          A4  | process_vm_readv 1 0 0 0 0 0                  | EPERM/0
          A4  | openat -100 s:/proc/1/mem 2                   | EACCES/EPERM/EROFS
          A4  | openat -100 s:/proc/1/environ 0               | EACCES/EPERM
          A3  | openat -100 s:/proc/1/exe 2                   | EACCES/EPERM/EROFS/ETXTBSY
          A4  | openat -100 s:/proc/1/root/etc/passwd 0       | EACCES/EPERM
          B4  | chroot s:/tmp                                 | EPERM
          B4  | openat -100 s:/etc/passwd 2                   | EROFS/EACCES
          C1  | pivot_root s:/ s:/tmp                         | EPERM
          C4  | mount s:none s:/tmp s:tmpfs 0 0               | EPERM
          C4  | mount s:none s:/ s:none 0x1021 0              | EPERM
          C4  | umount2 s:/proc 2                             | EPERM
          C4  | umount2 s:/proc/sys 2                         | EPERM
          C4  | fsopen s:tmpfs 0                              | EPERM
          C4  | open_tree -100 s:/ 1                          | EPERM
          C4  | mount_setattr -100 s:/ 0 z:32 32              | EPERM/EINVAL
          C4  | move_mount -100 s:/tmp -100 s:/dev 0          | EPERM
          C6  | openat -100 s:/proc/1/ns/net 0                | EACCES/EPERM
          C12 | sethostname s:x 1                             | EPERM
          D8  | mount s:none s:/tmp s:cgroup 0 s:memory       | EPERM
          D10 | mknodat -100 s:/tmp/sda 0x61b6 0x800          | EPERM/EACCES
          E1  | open_by_handle_at 0 h:080000000100000000000000000000000000 0 | EPERM
          E4  | bpf 5 z:128 128                               | EPERM/EINVAL/E2BIG
          E13 | init_module z:8 8 s:                          | EPERM/ENOSYS
          E13 | finit_module 0 s: 0                           | EPERM/ENOSYS
          E13 | delete_module s:x 0                           | EPERM/ENOSYS
          E13 | kexec_load 0 0 0 0                            | EPERM/ENOSYS
          E13 | reboot 0xfee1dead 672274793 0 0               | EPERM
          E13 | swapon s:/tmp/x 0                             | EPERM
          E13 | swapoff s:/tmp/x                              | EPERM
          E13 | acct s:/tmp/x                                 | EPERM
          E13 | settimeofday h:00000000000000000000000000000000 0 | EPERM
          E13 | clock_settime 0 h:00000000000000000000000000000000 | EPERM
          E13 | vhangup                                       | EPERM
          E13 | quotactl 0x800002 0 0 0                       | EPERM/EINVAL/ENOTBLK/ENODEV/EFAULT/ENOENT/ENOSYS
          G13 | prlimit64 0 7 h:ffffffffffffff00ffffffffffffff00 0 | EPERM
          G12 | sched_setscheduler 0 1 h:01000000             | EPERM
          """)
  void refusedByMoreThanOneWall(String row, String call, String expected) throws Exception {
    assertRefused(Rooms.minimal(), call, expected + "/EPERM/ENOSYS");
    assertRefused(unfiltered(), call, expected);
  }

  /** What the kernel lets any user do and only the filter refuses. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A4  | pidfd_getfd 0 0 0              | EPERM
          C5  | unshare 0x10000000             | EPERM
          C5  | unshare 0x00020000             | EPERM
          C5  | clone 0x10000011 0 0 0 0       | EPERM
          C5  | clone3 z:88 88                 | ENOSYS
          C6  | setns 0 0                      | EPERM
          E2  | io_uring_setup 8 z:120         | ENOSYS/EPERM
          E3  | add_key s:user s:x s:y 1 -3    | ENOSYS/EPERM
          E3  | keyctl 0 -3 0 0 0              | ENOSYS/EPERM
          E3  | request_key s:user s:x 0 -3    | ENOSYS/EPERM
          E5  | perf_event_open z:128 0 -1 -1 0 | EPERM/ENOSYS
          E6  | userfaultfd 1                  | EPERM/ENOSYS
          E7  | socket 38 5 0                  | EPERM/EAFNOSUPPORT
          E7  | socket 40 1 0                  | EPERM/EAFNOSUPPORT
          E7  | socket 33 2 2                  | EPERM/EAFNOSUPPORT
          E7  | socket 17 3 0                  | EPERM/EAFNOSUPPORT
          E7  | socket 2 10 0                  | EPERM/EAFNOSUPPORT
          E7  | socket 30 5 0                  | EPERM/EAFNOSUPPORT
          E7  | socket 44 3 0                  | EPERM/EAFNOSUPPORT
          E8  | socket 0x100000026 5 0         | EPERM/EAFNOSUPPORT
          E8  | socket 0x1 0x100000001 0x100000000 | \\d+
          E8  | clone 0x4000000010000011 0 0 0 0 | EPERM
          E10 | listmount 0 0 0 0              | ENOSYS/EPERM
          E10 | open_tree_attr -100 s:/ 1 0 0  | ENOSYS/EPERM
          E12 | ptrace 0 0 0 0                 | EPERM/ENOSYS
          E12 | kcmp 1 1 0 0 0                 | EPERM/ENOSYS
          E12 | process_vm_writev 1 0 0 0 0 0  | EPERM/ENOSYS
          E14 | ioctl 0 0x5412 s:x             | EPERM
          E14 | ioctl 0 0x700005412 s:x        | EPERM
          E15 | personality 0x0040000          | EPERM
          E15 | vmsplice 1 0 0 0               | EPERM/ENOSYS
          E15 | modify_ldt 1 z:16 16           | EPERM/ENOSYS
          E13 | syslog 3 z:64 64               | EPERM/ENOSYS
          F6  | socket 16 3 9                  | EPERM/EPROTONOSUPPORT
          F6  | socket 16 3 12                 | EPERM/EPROTONOSUPPORT
          F6  | socket 16 3 15                 | EPERM/EPROTONOSUPPORT
          B6  | fchmodat -100 s:/tmp 06777     | EPERM
          B6  | fchmodat2 -100 s:/tmp 06777 0  | EPERM/ENOSYS
          G9  | prlimit64 1 7 h:01000000000000000100000000000000 0 | EPERM
          G9  | setpriority 0 1 19             | EPERM
          G17 | memfd_secret 0                 | ENOSYS/EPERM
          """)
  void refusedByTheFilter(String row, String call, String expected) throws Exception {
    assertRefused(Rooms.minimal(), call, expected);
  }

  private static void assertRefused(Sandbox sandbox, String call, String expected)
      throws Exception {
    String[] words = call.split(" ");
    String out = Rooms.out(sandbox, Command.of(Rooms.probe("sys")).args(words));
    assertThat(out).matches(words[0] + " (" + expected.replace('/', '|') + ")");
  }

  /** A1, A2. */
  @Test
  void noDescriptorAndNoDirectoryOfTheHostIsHeld() throws Exception {
    String script = "for fd in /proc/self/fd/*; do echo ${fd##*/} $(readlink $fd); done; pwd -P";
    List<String> lines = Rooms.out(Rooms.minimal(), script).lines().toList();
    assertThat(lines.get(lines.size() - 1)).isEqualTo("/");
    assertThat(lines)
        .filteredOn(line -> line.matches("[0-2] .*"))
        .allMatch(line -> line.contains("pipe:") || line.endsWith("/dev/null"));
    Command all =
        Command.of(
            "/bin/sh",
            "-c",
            "i=3; while [ $i -lt 1024 ]; do [ -e /proc/$$/fd/$i ] && echo $i; i=$((i+1)); done;"
                + " true");
    assertThat(Rooms.out(Rooms.minimal(), all).lines().filter(fd -> !fd.equals("255"))).isEmpty();
  }

  /** A5, A6. */
  @Test
  void noSecretOfTheJvmIsInAnyEnvironmentOrCommandLine() throws Exception {
    String script = "cat /proc/1/environ /proc/self/environ 2>/dev/null; cat /proc/1/cmdline";
    SandboxResult result = Rooms.sh(Rooms.minimal(), script);
    assertThat(result.stdout())
        .doesNotContain("java")
        .doesNotContain("USER=")
        .doesNotContain("HOME=");
    System.getenv().values().stream()
        .filter(v -> v.length() > 12 && !v.startsWith("/usr"))
        .forEach(secret -> assertThat(result.stdout()).doesNotContain(secret));
  }

  /** A7. */
  @Test
  void aSignalToItsGroupStaysInside() throws Exception {
    Command group = Command.of(Rooms.probe("sys"), "getpgid", "0");
    assertThat(Rooms.out(Rooms.minimal(), group)).matches("getpgid [1-9]\\d*");
    SandboxResult all = Rooms.sh(Rooms.minimal(), "kill -KILL 0; kill -KILL -1; sleep 30");
    assertThat(all.exitValue()).isEqualTo(137);
    SandboxResult everyone =
        Rooms.minimal().run(Rooms.probe("sys"), "kill", "-1", "9", ",", "kill", "1", "9");
    assertThat(everyone.verdict()).isNotNull();
    assertThat(Rooms.minimal().run("/bin/true").verdict().isSuccess()).isTrue();
  }

  /** A10. */
  @Test
  void theStatusIsTheProgramsOwn() throws Exception {
    assertThat(Rooms.minimal().run(Rooms.probe("forge")).exitValue()).isEqualTo(3);
  }

  /** A11. */
  @Test
  void clearingTheParentDeathSignalChangesNothing() throws Exception {
    Command clear = Command.of(Rooms.probe("sys"), "prctl", "1", "0", "0", "0", "0");
    assertThat(Rooms.out(Rooms.minimal(), clear)).matches("prctl (0|EPERM)");
  }

  /** A9. */
  @Test
  void anOrphanThatHoldsTheOutputDoesNotHoldUpTheResult() throws Exception {
    SandboxResult result =
        Rooms.sh(Rooms.minimal(), "(setsid sh -c 'trap \"\" TERM HUP; sleep 100' &) ; echo done");
    assertThat(result.stdout()).isEqualTo("done\n");
    assertThat(result.usage().wall().toSeconds()).isLessThan(15);
  }

  /** B1: a set-user-id program raises nothing. */
  @Test
  void setUserIdProgramsRaiseNothing() throws Exception {
    Path root = TestRootfs.fresh(dir);
    Path id = root.resolve("bin/id");
    Files.setAttribute(id, "unix:mode", 0106755);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(id))).startsWith("rwx");
    Sandbox guest = Rooms.on(root).user(1000, 1000);
    assertThat(Rooms.out(guest, "id -u; id -ru; grep NoNewPrivs /proc/self/status").lines())
        .containsExactly("1000", "1000", "NoNewPrivs:\t1");
  }

  /** B5. */
  @Test
  void noOtherUserCanBeTaken() throws Exception {
    Command change =
        Command.of(Rooms.probe("sys"), "setresuid", "1", "1", "1", ",", "setgroups", "1", "z:4");
    assertThat(Rooms.out(unfiltered(), change).lines())
        .allMatch(line -> line.matches("\\w+ (EPERM|EINVAL)"));
  }

  /** C2, C3, C10, D7. */
  @Test
  void theMountTableTellsNothingOfTheHost() throws Exception {
    String mounts = Rooms.out(Rooms.minimal(), "cat /proc/self/mountinfo");
    assertThat(mounts).doesNotContain("shared:").doesNotContain("master:");
    for (String line : mounts.lines().toList()) {
      String[] fields = line.split(" ");
      String options = fields[5];
      assertThat(options).as(line).contains("nosuid");
      boolean isMask = fields[3].equals("/null"); // a device it must be
      if (!fields[4].startsWith("/dev") && !isMask) {
        assertThat(options).as(line).contains("nodev");
      }
      if (fields[4].startsWith("/proc")) {
        assertThat(options).as(line).contains("noexec");
      }
    }
  }

  /** C7: what lies mounted below a read-only bind is read-only too. */
  @Test
  void aReadOnlyBindIsReadOnlyAtEveryDepth() throws Exception {
    Path outer = TestRootfs.directory(dir.resolve("outer"));
    TestRootfs.directory(outer.resolve("deep/er"));
    SandboxResult result =
        Rooms.sh(
            Rooms.minimal().bind(outer, "/mnt").bind(Path.of("/dev/shm"), "/mnt/deep"),
            "echo x > /mnt/x; echo x > /mnt/deep/x; ls /mnt");
    assertThat(result.stderr()).contains("/mnt/x").contains("/mnt/deep/x");
    assertThat(outer.resolve("x")).doesNotExist();
    assertThat(Path.of("/dev/shm/x")).doesNotExist();
  }

  /** C8: of the host's tool chain only the tools are there. */
  @Test
  void theToolchainBringsNoSecrets() throws Exception {
    String script =
        "cat /etc/shadow /etc/gshadow /etc/sudoers /root/.profile /etc/ssh/ssh_host_rsa_key"
            + " 2>/dev/null; ls -A /root /home /run /var/run 2>/dev/null | grep -v : ; true";
    assertThat(Rooms.out(Rooms.on(Rootfs.host()), script)).isBlank();
  }

  /** C9. */
  @Test
  void sharedMemoryIsItsOwn() throws Exception {
    Path marker = Files.createTempFile(Path.of("/dev/shm"), "kotha-test", "");
    try {
      assertThat(
              Rooms.out(Rooms.minimal(), "ls -A /dev/shm; echo x > /dev/shm/y && cat /dev/shm/y"))
          .isEqualTo("x");
    } finally {
      Files.delete(marker);
    }
  }

  /** D1, D2, D4, D5. */
  @ParameterizedTest
  @CsvSource({
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/kernel/hostname",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/net/ipv4/ip_forward",
    "/proc/sys/user/max_user_namespaces",
    "/proc/sysrq-trigger",
    "/proc/irq/default_smp_affinity",
    "/proc/bus/pci/devices",
    "/proc/self/oom_score_adj_not",
    "/sys/kernel/uevent_helper",
    "/sys/power/state"
  })
  void filesOfTheKernelAreNotWritten(String file) throws Exception {
    for (Sandbox sandbox : List.of(Rooms.minimal(), unfiltered())) {
      SandboxResult result = Rooms.sh(sandbox, "echo 1 > " + file);
      assertThat(result.exitValue()).as(file + " " + result).isNotZero();
      assertThat(result.stderr())
          .containsAnyOf(
              "Read-only file system", "Permission denied", "No such file", "not permitted");
    }
  }

  /** D3, D4, D5. */
  @ParameterizedTest
  @CsvSource({
    "/proc/kcore",
    "/proc/keys",
    "/proc/timer_list",
    "/proc/sched_debug",
    "/proc/kmsg",
    "/proc/latency_stats",
    "/proc/timer_stats",
    "/dev/mem",
    "/dev/kmem",
    "/dev/port",
    "/dev/kmsg",
    "/proc/kpagecount",
    "/sys/firmware/dmi/tables/DMI"
  })
  void whatTellsOfTheHostIsMasked(String file) throws Exception {
    SandboxResult result = Rooms.sh(Rooms.minimal(), "head -c 100 " + file);
    assertThat(result.stdoutBytes()).as(file).isEmpty();
  }

  /** D6. */
  @Test
  void procHoldsOwnProcessesOnly() throws Exception {
    String script = "for p in /proc/[0-9]*; do readlink $p/ns/pid; done; echo /proc/[0-9]*";
    List<String> lines = Rooms.out(Rooms.minimal(), script + "; true").lines().toList();
    assertThat(lines.subList(0, lines.size() - 1)).containsOnly(lines.get(0)).hasSizeLessThan(5);
  }

  /** D8, D9. */
  @Test
  void noControlGroupCanBeSeenOrMade() throws Exception {
    String script =
        "ls -d /sys/fs/cgroup/* 2>/dev/null; mkdir /sys/fs/cgroup/x 2>/dev/null && echo made; true";
    assertThat(Rooms.out(Rooms.minimal(), script)).isEmpty();
  }

  /** D10. */
  @Test
  void onlyHarmlessDevicesAreThere() throws Exception {
    String devices = Rooms.out(Rooms.minimal(), "ls /dev");
    assertThat(devices.lines())
        .isSubsetOf(
            "null", "zero", "full", "random", "urandom", "tty", "fd", "stdin", "stdout", "stderr",
            "shm", "pts", "ptmx", "console", "mqueue");
    assertThat(devices.lines()).contains("null", "zero", "full", "random", "urandom", "fd", "shm");
    assertThat(
            Rooms.out(
                Rooms.minimal(),
                "echo x > /dev/null && head -c 4 /dev/zero | wc -c; echo y 2>&1 > /dev/full || echo"
                    + " full"))
        .contains("4")
        .contains("full");
  }

  /** D11. */
  @Test
  void itIsNotSparedWhenMemoryRunsOut() throws Exception {
    String script =
        "echo -500 > /proc/self/oom_score_adj || echo refused; cat /proc/self/oom_score_adj";
    List<String> lines = Rooms.sh(Rooms.minimal(), script).stdout().lines().toList();
    int own = Integer.parseInt(HostView.self().lines("oom_score_adj").get(0));
    assertThat(Integer.parseInt(lines.get(lines.size() - 1))).isGreaterThanOrEqualTo(own);
    assertThat(lines.get(0)).isEqualTo("refused");
  }

  /** D12. */
  @Test
  void aCrashLeavesNoCoreFileOnTheHost() throws Exception {
    Path shared = TestRootfs.directory(dir.resolve("shared"));
    Sandbox sandbox = Rooms.minimal().bindWritable(shared, "/mnt");
    SandboxResult result =
        sandbox.run(Command.of("/bin/sh", "-c", "ulimit -c unlimited; kill -SEGV $$").in("/mnt"));
    assertThat(result.exitValue()).isEqualTo(139);
    assertThat(shared).isEmptyDirectory();
  }

  /** G3, G6. */
  @Test
  void filesAreBoundedInNumberAndSize() throws Exception {
    Sandbox small = Rooms.minimal().tmpSize(MemorySize.KiB(256)).fileSize(MemorySize.KB(100));
    SandboxResult large = Rooms.sh(small, "head -c 200000 /dev/zero > /tmp/x");
    assertThat(large.exitValue()).isNotZero();
    SandboxResult shm =
        Rooms.sh(
            small,
            "for i in 1 2 3 4 5; do head -c 90000 /dev/zero > /dev/shm/$i || echo full; done");
    assertThat(shm.stdout()).contains("full");
    String many =
        "i=0; while [ $i -lt 100000 ]; do true > /tmp/$i || { echo full; exit; }; i=$((i+1)); done";
    assertThat(Rooms.sh(small, many).stdout()).contains("full");
  }

  /** G7, G13. */
  @Test
  void descriptorsAreBoundedAndTheBoundCannotBeRaised() throws Exception {
    Sandbox few = Rooms.minimal().openFiles(16);
    SandboxResult result = Rooms.sh(few, "ulimit -n 1000 || echo refused; ulimit -n; ulimit -Hn");
    assertThat(result.stdout().lines()).containsExactly("refused", "16", "16");
    SandboxResult many =
        few.run(
            "/bin/bash", "-c", "for i in {3..30}; do eval \"exec $i</dev/null\" || exit 9; done");
    assertThat(many.exitValue()).isNotZero();
  }

  /** G9: nothing that keeps the room can be stopped from inside. */
  @Test
  void stoppingEverythingDoesNotStopTheSupervisor() throws Exception {
    SandboxResult result =
        Rooms.sh(
            Rooms.minimal().wallTime(java.time.Duration.ofSeconds(2)),
            "kill -STOP 1; kill -STOP -1; kill -STOP $$; sleep 100");
    assertThat(result.verdict()).isInstanceOf(io.kotha.sandbox.Verdict.TimeExceeded.class);
  }

  /** A3: the helper's own file is not within reach, nor changed. */
  @Test
  void theHelperIsOutOfReach() throws Exception {
    String script =
        "readlink /proc/1/exe; cat /proc/1/exe > /tmp/copy; ls -l /tmp/copy; echo x > /proc/1/exe";
    SandboxResult result = Rooms.sh(unfiltered(), script);
    assertThat(result.exitValue()).isNotZero();
    try (SandboxProcess p = Rooms.minimal().start("/bin/sleep", "100")) {
      long init = Long.parseLong(HostView.of(p.pid()).status("PPid"));
      assertThat(HostView.of(init).status("Uid").split("\\s+")[0])
          .satisfies(uid -> assertThat(Lane.isRoot() && uid.equals("0")).isFalse());
    }
  }

  private static Sandbox unfiltered() {
    return Rooms.minimal().syscalls(SyscallPolicy.none());
  }
}
