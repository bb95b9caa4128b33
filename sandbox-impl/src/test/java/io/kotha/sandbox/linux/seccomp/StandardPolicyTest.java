package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.linux.seccomp.bpf.SeccompData.call;
import static io.kotha.sandbox.linux.seccomp.bpf.SeccompData.six;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInterpreter;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The refusals of the default policy, on both architectures, also with the high half of an int set.
 */
class StandardPolicyTest {

  private static final int ALLOW = 0x7fff_0000;
  private static final int EPERM = 0x0005_0001;
  private static final int E2BIG = 0x0005_0007;
  private static final int ENOSYS = 0x0005_0026;
  private static final long HIGH = 0x5_0000_0000L;

  private static int decide(Arch arch, String name, long... arguments) {
    BpfProgram program =
        PolicyCompiler.compile(SyscallPolicy.standard(), arch, KillMode.KILL_PROCESS);
    return new BpfInterpreter(program).run(call(arch, name, arguments));
  }

  private static void assertAllowed(Arch arch, String name, long... arguments) {
    assertThat(decide(arch, name, arguments)).as(name).isEqualTo(ALLOW);
  }

  private static void assertRefused(Arch arch, String name, long... arguments) {
    assertThat(decide(arch, name, arguments)).as(name).isEqualTo(EPERM);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWholeCalls(Arch arch) {
    for (String name :
        List.of(
            "mount umount2 pivot_root fsopen fspick fsconfig fsmount move_mount open_tree",
            "mount_setattr unshare setns chroot keyctl add_key request_key bpf perf_event_open",
            "userfaultfd process_vm_readv process_vm_writev kcmp pidfd_getfd move_pages",
            "migrate_pages mbind open_by_handle_at name_to_handle_at init_module finit_module",
            "delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl",
            "quotactl_fd vhangup syslog settimeofday clock_settime clock_adjtime adjtimex",
            "sethostname setdomainname vmsplice fanotify_init fanotify_mark lookup_dcookie")) {
      for (String each : name.split(" ")) {
        assertRefused(arch, each);
      }
    }
    for (String name : List.of("iopl", "ioperm", "modify_ldt", "uselib", "_sysctl", "ustat")) {
      assertRefused(Arch.X86_64, name);
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsWithAFallbackReturnEnosys(Arch arch) {
    for (String name :
        List.of(
            "clone3",
            "openat2",
            "io_uring_setup",
            "io_uring_enter",
            "io_uring_register",
            "io_setup",
            "memfd_secret",
            "statmount",
            "listmount",
            "open_tree_attr")) {
      assertThat(decide(arch, name)).as(name).isEqualTo(ENOSYS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsOfNewerKernelsReturnEnosys(Arch arch) {
    BpfInterpreter program =
        new BpfInterpreter(
            PolicyCompiler.compile(SyscallPolicy.standard(), arch, KillMode.KILL_PROCESS));
    for (int number : new int[] {400, 472, 600, 0x3fff_ffff, -1}) {
      assertThat(program.run(new SeccompData(number, arch.auditArch(), six()))).isEqualTo(ENOSYS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allowsProcessesAndThreadsButNoNamespaces(Arch arch) {
    assertAllowed(arch, "clone", 17);
    assertAllowed(arch, "clone", 0x3d0f00);
    for (int bit : new int[] {17, 25, 26, 27, 28, 29, 30}) {
      assertRefused(arch, "clone", 17 | 1L << bit);
      assertRefused(arch, "clone", HIGH | 17 | 1L << bit);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allowsLocalIpAndRouteSocketsOnly(Arch arch) {
    for (long family = 0; family < 64; family++) {
      boolean known = family == 1 || family == 2 || family == 10 || family == 16;
      int expected = known ? ALLOW : EPERM;
      assertThat(decide(arch, "socket", family, 2, 0)).isEqualTo(expected);
      assertThat(decide(arch, "socket", HIGH | family, 2, 0)).isEqualTo(expected);
    }
    for (long protocol = 1; protocol < 32; protocol++) {
      assertRefused(arch, "socket", 16, 3, protocol);
      assertRefused(arch, "socket", 16, 3, HIGH | protocol);
    }
    assertRefused(arch, "socket", 2, 10, 0x300); // SOCK_PACKET
    assertRefused(arch, "socket", 2, HIGH | 0x80000 | 10, 0);
    assertRefused(arch, "socket", 2, 1, 132); // SCTP
    assertRefused(arch, "socket", 10, 6, 33); // DCCP
    assertAllowed(arch, "socket", 2, 0x80001, 6);
    assertAllowed(arch, "socket", 2, 3, 1); // Raw ICMP is for rooms that keep NET_RAW.
    assertAllowed(arch, "socketpair", 1, 1, 0);
    assertRefused(arch, "socketpair", 30, 1, 0);
  }

  @ParameterizedTest
  @EnumSource
  void refusesInputIntoTerminals(Arch arch) {
    assertAllowed(arch, "ioctl", 0, 0x5401);
    assertRefused(arch, "ioctl", 0, 0x5412);
    assertRefused(arch, "ioctl", 0, HIGH | 0x5412);
    assertRefused(arch, "ioctl", 0, HIGH | 0x541c);
  }

  @ParameterizedTest
  @EnumSource
  void refusesMemoryThatNoCgroupCounts(Arch arch) {
    for (String name : List.of("setxattr", "lsetxattr", "fsetxattr")) {
      assertAllowed(arch, name, 3, 0, 0, 255, 0);
      for (long size : new long[] {256, 65536, 1L << 32, -1}) {
        assertThat(decide(arch, name, 3, 0, 0, size, 0)).as(name).isEqualTo(E2BIG);
      }
    }
    assertThat(decide(arch, "setxattrat")).isEqualTo(ENOSYS);
    for (long option : new long[] {14, 32, 38, HIGH | 14}) {
      assertRefused(arch, "setsockopt", 3, 6, option);
      assertRefused(arch, "setsockopt", 3, HIGH | 6, option);
    }
    assertRefused(arch, "setsockopt", 3, 41, 6);
    assertRefused(arch, "setsockopt", 3, 41, 32);
    assertAllowed(arch, "setsockopt", 3, 6, 1); // TCP_NODELAY
    assertAllowed(arch, "setsockopt", 3, 41, 26); // IPV6_V6ONLY
    assertAllowed(arch, "setsockopt", 3, 1, 6); // SO_BROADCAST
    assertAllowed(arch, "setsockopt", 3, 1, 32); // SO_SNDBUFFORCE
  }

  @ParameterizedTest
  @EnumSource
  void refusesSetUserIdModes(Arch arch) {
    assertAllowed(arch, "fchmod", 3, 01777);
    for (long mode : new long[] {04755, 02755, 06000, HIGH | 04000, 0104755}) {
      assertRefused(arch, "fchmod", 3, mode);
      assertRefused(arch, "fchmodat", -100, 0, mode);
      assertRefused(arch, "fchmodat2", -100, 0, mode, 0);
      assertRefused(arch, "mknodat", -100, 0, mode);
      assertRefused(arch, "openat", -100, 0, 0101, mode);
      assertRefused(arch, "openat", -100, 0, HIGH | 020000001, mode);
      assertAllowed(arch, "openat", -100, 0, 0, mode);
    }
    assertRefused(arch, "mknodat", -100, 0, 0020600);
    assertRefused(arch, "mknodat", -100, 0, 0060600);
    assertAllowed(arch, "mknodat", -100, 0, 0010600);
    assertAllowed(arch, "mkdirat", -100, 0, 02755);
    for (String name : List.of("chmod", "creat", "mknod")) {
      assertRefused(Arch.X86_64, name, 0, 04755);
      assertAllowed(Arch.X86_64, name, 0, 0755);
    }
    assertRefused(Arch.X86_64, "open", 0, 0101, 04755);
  }

  @ParameterizedTest
  @EnumSource
  void refusesToReachInit(Arch arch) {
    assertAllowed(arch, "prlimit64", 0, 7, 0x7fff_0000_1000L);
    assertAllowed(arch, "prlimit64", 42, 7, 0);
    assertRefused(arch, "prlimit64", 1, 7, 0x7fff_0000_1000L);
    assertRefused(arch, "prlimit64", 1, 7, 0x7fff_0000_0000_0000L);
    for (String name :
        List.of("sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr")) {
      assertAllowed(arch, name, 0);
      assertAllowed(arch, name, HIGH); // The kernel reads this as 0.
      assertRefused(arch, name, 1);
      assertRefused(arch, name, HIGH | 1);
      assertAllowed(arch, name, 2);
    }
    assertAllowed(arch, "ptrace", 0, 0);
    assertAllowed(arch, "ptrace", 16, 7);
    assertRefused(arch, "ptrace", 16, 1);
    assertRefused(arch, "ptrace", 0x4206, HIGH | 1);
    assertAllowed(arch, "setpriority", 0, 2);
    assertAllowed(arch, "ioprio_set", 1, 2);
    assertAllowed(arch, "prlimit64", 42, 7, 0x7fff_0000_1000L);
    assertAllowed(arch, "sched_getaffinity", 1);
    assertAllowed(arch, "setpriority", 0, 0);
    assertRefused(arch, "setpriority", 0, 1);
    assertRefused(arch, "setpriority", 2, 0);
    assertAllowed(arch, "ioprio_set", 1, 0);
    assertRefused(arch, "ioprio_set", 1, 1);
    assertRefused(arch, "ioprio_set", 3, 0);
  }

  @ParameterizedTest
  @EnumSource
  void refusesLeases(Arch arch) {
    assertRefused(arch, "fcntl", 3, 1024, 1);
    assertRefused(arch, "fcntl", 3, HIGH | 1024, 1);
    assertRefused(arch, "fcntl", 3, 1026, 1);
    assertAllowed(arch, "fcntl", 3, 1025);
    assertAllowed(arch, "fcntl", 3, 6, 0x7fff_0000_1000L);
  }

  @ParameterizedTest
  @EnumSource
  void refusesClassicBpf(Arch arch) {
    for (long option : new long[] {26, 44, 50, 51, 52}) {
      assertRefused(arch, "setsockopt", 3, 1, option);
      assertRefused(arch, "setsockopt", 3, HIGH | 1, HIGH | option);
      assertAllowed(arch, "setsockopt", 3, 6, option);
    }
    assertAllowed(arch, "setsockopt", 3, 1, 27);
    assertThat(decide(arch, "seccomp", 1)).isEqualTo(0x0005_0016);
    assertThat(decide(arch, "prctl", 22, 2)).isEqualTo(0x0005_0016);
    assertAllowed(arch, "seccomp", 2);
    assertAllowed(arch, "prctl", 38, 1);
  }

  @ParameterizedTest
  @EnumSource
  void allowsPlainPersonalitiesOnly(Arch arch) {
    for (long persona : new long[] {0, 8, 0x20000, 0x20008, 0xffff_ffffL, -1}) {
      assertAllowed(arch, "personality", persona);
    }
    for (long persona : new long[] {0x40000, HIGH | 0x40000, 0x60000, 1, 0xffff_fffeL}) {
      assertRefused(arch, "personality", persona);
    }
  }
}
