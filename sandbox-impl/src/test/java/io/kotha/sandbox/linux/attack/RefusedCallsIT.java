package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.FILTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.seccomp.StandardFilter;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** System calls that a room refuses, each made in a room. */
@Timeout(60)
class RefusedCallsIT {

  @BeforeEach
  void needsFilters() {
    Features.require("seccomp");
  }

  /** The filter refuses the call, and a second protection refuses it without the filter. */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A4  | UNDUMPABLE   | ptrace 16 1 0 0                         | EPERM
          A4  | UNDUMPABLE   | ptrace 0x4206 1 0 0                     | EPERM
          B4  | CAPABILITIES | chroot s:/tmp                           | EPERM
          C1  | CAPABILITIES | chroot s:/tmp                           | EPERM
          C1  | CAPABILITIES | pivot_root s:/ s:/tmp                   | EPERM
          C4  | CAPABILITIES | mount s:none s:/tmp s:tmpfs 0 0         | EPERM
          C4  | CAPABILITIES | mount s:none s:/ s:none 0x1021 0        | EPERM
          C4  | CAPABILITIES | umount2 s:/proc 2                       | EPERM
          C4  | CAPABILITIES | umount2 s:/proc/sys 2                   | EPERM
          C4  | CAPABILITIES | fsopen s:tmpfs 0                        | EPERM
          C4  | CAPABILITIES | open_tree -100 s:/ 1                    | EPERM
          C4  | CAPABILITIES | mount_setattr -100 s:/ 0 z:32 32        | EPERM
          C4  | CAPABILITIES | move_mount -100 s:/tmp -100 s:/dev 0    | EPERM
          C6  | CAPABILITIES | openat -100 s:/proc/self/ns/net 0 , setns $ 0x40000000 | EPERM
          C6  | CAPABILITIES | openat -100 s:/proc/self/ns/mnt 0 , setns $ 0x20000    | EPERM
          C12 | CAPABILITIES | sethostname s:x 1                       | EPERM
          D8  | CAPABILITIES | mount s:none s:/tmp s:cgroup 0 s:memory | EPERM
          D9  | CAPABILITIES | mount s:none s:/tmp s:cgroup2 0 0       | EPERM
          E1  | CAPABILITIES | openat -100 s:/etc 0 , open_by_handle_at $ h:080000000100000000000000000000000000 0 | EPERM
          E4  | CAPABILITIES | bpf 0 h:09000000040000000400000001000000 16 | EPERM
          E13 | CAPABILITIES | init_module z:8 8 s:                    | EPERM
          E13 | CAPABILITIES | finit_module 0 s: 0                     | EPERM
          E13 | CAPABILITIES | delete_module s:x 0                     | EPERM
          E13 | CAPABILITIES | kexec_load 0 0 0 0                      | EPERM
          E13 | CAPABILITIES | reboot 0xfee1dead 672274793 0 0         | EPERM
          E13 | CAPABILITIES | swapon s:/tmp/x 0                       | EPERM
          E13 | CAPABILITIES | swapoff s:/tmp/x                        | EPERM
          E13 | CAPABILITIES | acct s:/tmp/x                           | EPERM
          E13 | CAPABILITIES | settimeofday h:00000000000000000000000000000000 0  | EPERM
          E13 | CAPABILITIES | clock_settime 0 h:00000000000000000000000000000000 | EPERM
          E13 | CAPABILITIES | vhangup                                 | EPERM
          """)
  @Attack(value = "{0}", move = "`{2}`", walls = FILTER)
  void filterAndSecondProtectionRefuse(
      String row, Wall wall, String calls, String expected, Seen seen) throws Exception {
    String last = calls.replaceAll(".* , ", "");
    assertThat(StandardFilter.refuses(last)).as("the filter by itself").isTrue();
    Calls.assertRefused(Rooms.minimal(), calls, StandardFilter.errnoOf(last), seen);
    Calls.assertRefused(Calls.unfiltered(), calls, existing(last, expected), seen);
  }

  /** A kernel that is built without a call answers ENOSYS before it looks at any capability. */
  private static String existing(String call, String errno) {
    boolean exists =
        call.contains("_module ")
            ? Features.has("kernel.modules")
            : !call.startsWith("kexec_load ") || Features.has("kernel.kexec");
    return exists ? errno : "ENOSYS";
  }

  /** The kernel allows these calls to every user; only the filter refuses them. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A4  | pidfd_getfd 0 0 0              | EPERM
          B6  | fchmodat -100 s:/tmp 06777     | EPERM
          B6  | fchmodat2 -100 s:/tmp 06777 0  | EPERM
          B6  | openat -100 s:/tmp/x 0x41 06755 | EPERM
          B6  | mknodat -100 s:/tmp/x 0106755 0 | EPERM
          C5  | unshare 0x10000000             | EPERM
          C5  | unshare 0x00020000             | EPERM
          C5  | clone 0x10000011 0 0 0 0       | EPERM
          C5  | clone3 z:88 88                 | ENOSYS
          C6  | setns 0 0                      | EPERM
          D10 | mknodat -100 s:/tmp/sda 0x61b6 0x800 | EPERM
          E2  | io_uring_setup 8 z:120         | ENOSYS
          E3  | add_key s:user s:x s:y 1 -3    | EPERM
          E3  | keyctl 0 -3 0 0 0              | EPERM
          E3  | request_key s:user s:x 0 -3    | EPERM
          E5  | perf_event_open z:128 0 -1 -1 0 | EPERM
          E6  | userfaultfd 1                  | EPERM
          E8  | socket 0x100000026 5 0         | EPERM
          E8  | clone 0x4000000010000011 0 0 0 0 | EPERM
          E10 | listmount 0 0 0 0              | ENOSYS
          E10 | open_tree_attr -100 s:/ 1 0 0  | ENOSYS
          E10 | 999 0 0 0                      | ENOSYS
          E12 | ptrace 16 1 0 0                | EPERM
          E16 | fcntl 0 1024 0                 | EPERM
          E16 | fcntl 0 1024 1                 | EPERM
          E16 | fcntl 0 0x500000400 1          | EPERM
          G4  | socket 16 3 0                  | EPERM
          G4  | setsockopt 0 1 26 0 0          | EPERM
          G4  | setsockopt 0 1 44 0 0          | EPERM
          G4  | setsockopt 0 1 50 0 0          | EPERM
          G4  | setsockopt 0 1 51 0 0          | EPERM
          G4  | setsockopt 0 1 52 0 0          | EPERM
          G4  | seccomp 1 0 0                  | EINVAL
          G4  | prctl 22 2 0                   | EINVAL
          E12 | kcmp 1 1 0 0 0                 | EPERM
          E12 | process_vm_readv 1 0 0 0 0 0   | EPERM
          E12 | process_vm_writev 1 0 0 0 0 0  | EPERM
          E12 | pidfd_getfd 0 0 0              | EPERM
          E13 | syslog 3 z:64 64               | EPERM
          E13 | quotactl 0x80000700 s:/dev/vda 0 z:128 | EPERM
          E14 | ioctl 0 0x5412 s:x             | EPERM
          E14 | ioctl 0 0x700005412 s:x        | EPERM
          E14 | ioctl 0 0x541c s:x             | EPERM
          E15 | personality 0x0040000          | EPERM
          E15 | vmsplice 1 0 0 0               | EPERM
          E15 | modify_ldt 1 z:16 16           | EPERM
          F6  | socket 16 3 9                  | EPERM
          F6  | socket 16 3 12                 | EPERM
          F6  | socket 16 3 15                 | EPERM
          G9  | prlimit64 1 7 h:01000000000000000100000000000000 0 | EPERM
          G9  | setpriority 0 1 19             | EPERM
          G14 | add_key s:user s:x s:y 1 -3    | EPERM
          G17 | memfd_secret 0                 | ENOSYS
          G17 | mmap 0 0x200000 3 0x44022 -1 0 | ENOMEM
          G17 | memfd_create s:x 4             | EINVAL
          G17 | shmget 0 0x200000 04600        | ENOMEM
          """)
  @Attack(value = "{0}", move = "`{1}`", walls = FILTER)
  void filterRefuses(String row, String call, String expected, Seen seen) throws Exception {
    assertThat(StandardFilter.errnoOf(call)).as("the filter by itself").isEqualTo(expected);
    Calls.assertRefused(Rooms.minimal(), call, expected, seen);
  }

  /** The filter allows these calls, because a path or a limit decides. */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A3  | UNDUMPABLE   | openat -100 s:/proc/1/exe 2             | EACCES
          A4  | UNDUMPABLE   | openat -100 s:/proc/1/mem 2             | EACCES
          A4  | UNDUMPABLE   | openat -100 s:/proc/1/root/etc/passwd 0 | EACCES
          A5  | UNDUMPABLE   | openat -100 s:/proc/1/environ 0         | EACCES
          B5  | CAPABILITIES | setgroups 1 z:4                         | EPERM
          C6  | UNDUMPABLE   | openat -100 s:/proc/1/ns/net 0          | EACCES
          C7  | MOUNTS       | openat -100 s:/etc/passwd 2             | EROFS
          G12 | RLIMITS      | sched_setscheduler 0 1 h:01000000       | EPERM
          G12 | RLIMITS      | setpriority 0 0 -5                      | EACCES
          G13 | CAPABILITIES | prlimit64 0 7 h:00001000000000000000100000000000 0 | EPERM
          """)
  @Attack(value = "{0}", move = "`{2}`")
  void otherProtectionsRefuse(String row, Wall wall, String call, String expected, Seen seen)
      throws Exception {
    assertThat(StandardFilter.refuses(call)).as("the filter by itself").isFalse();
    Calls.assertRefused(Rooms.minimal(), call, expected, seen);
    Calls.assertRefused(Calls.unfiltered(), call, expected, seen);
  }

  @Test
  @Attack(value = "E7", move = "a socket of each of 64 families", walls = FILTER)
  void onlyLocalAndIpSocketsAreMade(Seen seen) throws Exception {
    List<String> families = IntStream.range(0, 64).mapToObj(Integer::toString).toList();
    String calls =
        families.stream().map(f -> "socket " + f + " 2 0").collect(Collectors.joining(" , "));
    List<String> results = Calls.results(Rooms.minimal(), calls);
    List<String> made =
        families.stream().filter(f -> isNumber(results.get(Integer.parseInt(f)))).toList();
    assertThat(made).containsExactly("1", "2", "10");
    assertThat(results).filteredOn(r -> !isNumber(r)).containsOnly("EPERM");
    seen.was("EPERM");
  }

  private static boolean isNumber(String result) {
    return result.matches("\\d+");
  }

  /** The filter does not refuse an allowed call because of bits that the kernel ignores. */
  @Test
  void filterIgnoresHighHalvesOfInts() throws Exception {
    assertThat(Calls.results(Rooms.minimal(), "socket 0x1 0x100000001 0x100000000"))
        .allMatch(RefusedCallsIT::isNumber);
  }

  /**
   * Only the program sees an errno; a kill or a logged refusal would write a line into the host's
   * log each time.
   */
  @Test
  @Attack(value = "G16", move = "hundreds of refused calls", walls = FILTER)
  void refusalsReturnAnErrnoAndAreNotLogged() throws Exception {
    String calls = String.join(" , ", Collections.nCopies(500, "kcmp 1 1 0 0 0"));
    assertThat(Calls.results(Rooms.minimal(), calls)).containsOnly("EPERM");
    for (int number = 0; number < 1000; number++) {
      assertThat(StandardFilter.refusesWithErrnoOnly(number)).as("call " + number).isTrue();
    }
  }
}
