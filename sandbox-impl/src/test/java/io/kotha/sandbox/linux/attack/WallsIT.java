package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.NET_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each protection by itself: without those that usually refuse an attack, another one still refuses
 * it. The rooms lack {@code FILTER}, {@code LANDLOCK} or {@code CAPABILITIES}; the last means that
 * they keep every capability except SYS_ADMIN.
 */
@Timeout(60)
class WallsIT {

  private static Sandbox without(String walls) {
    Sandbox room = Rooms.minimal();
    for (String wall : walls.split("\\+")) {
      room =
          switch (wall) {
            case "FILTER" -> room.syscalls(SyscallPolicy.none());
            case "LANDLOCK" -> room.landlock(Landlock.off());
            case "CAPABILITIES" -> room.keepCaps(allButAdmin());
            default -> throw new IllegalArgumentException(wall);
          };
    }
    return room;
  }

  private static Set<Capability> allButAdmin() {
    return EnumSet.complementOf(EnumSet.of(Capability.SYS_ADMIN));
  }

  @ParameterizedTest(name = "{0} without {1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A3  | FILTER+LANDLOCK+CAPABILITIES | UNDUMPABLE | openat -100 s:/proc/1/exe 2               | EACCES/EPERM/EROFS/ETXTBSY
          A4  | FILTER+LANDLOCK              | UNDUMPABLE | ptrace 0x4206 1 0 0                       | EPERM
          A4  | FILTER+LANDLOCK+CAPABILITIES | UNDUMPABLE | ptrace 0x4206 1 0 0                       | EPERM
          A4  | FILTER+LANDLOCK+CAPABILITIES | UNDUMPABLE | openat -100 s:/proc/1/mem 2               | EACCES/EPERM/EROFS
          B2  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | openat -100 s:/proc/sys/kernel/core_pattern 1 | EACCES/EPERM/EROFS
          B4  | FILTER+LANDLOCK+CAPABILITIES | IDS        | clock_settime 0 h:00000000000000000000000000000000 | EPERM
          C1  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | pivot_root s:/ s:/tmp                     | EPERM
          C4  | FILTER+LANDLOCK              | CAPABILITIES | mount s:none s:/tmp s:tmpfs 0 0         | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | mount s:none s:/tmp s:tmpfs 0 0           | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | umount2 s:/proc/sys 2                     | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | open_tree -100 s:/ 1                      | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | mount_setattr -100 s:/ 0 z:32 32          | EPERM/EINVAL
          C5  | FILTER                       | NESTING    | unshare 0x10000000                        | ENOSPC/EPERM
          C5  | FILTER+LANDLOCK              | NESTING    | unshare 0x10000000                        | ENOSPC/EPERM
          C5  | FILTER+LANDLOCK+CAPABILITIES | NESTING    | unshare 0x10000000                        | ENOSPC/EPERM
          C5  | FILTER                       | NESTING    | clone 0x10000011 0 0 0 0                  | ENOSPC/EPERM
          C6  | FILTER+LANDLOCK              | UNDUMPABLE | openat -100 s:/proc/1/ns/net 0            | EACCES/EPERM
          C7  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | openat -100 s:/etc/passwd 2               | EROFS/EACCES
          D1  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | openat -100 s:/proc/sys/kernel/modprobe 1 | EACCES/EPERM/EROFS/ENOENT
          D4  | FILTER+LANDLOCK+CAPABILITIES | ROOT       | openat -100 s:/dev/mem 0                  | ENOENT
          D8  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | mount s:none s:/tmp s:cgroup 0 s:memory   | EPERM
          D10 | FILTER+LANDLOCK+CAPABILITIES | IDS        | mknodat -100 s:/tmp/sda 0x61b6 0x800      | EPERM/EACCES
          E1  | FILTER+LANDLOCK+CAPABILITIES | IDS        | open_by_handle_at 0 h:080000000100000000000000000000000000 0 | EPERM/ESTALE/EBADF
          E4  | FILTER+LANDLOCK              | CAPABILITIES | bpf 5 z:128 128                         | EPERM/EINVAL/E2BIG
          E13 | FILTER+LANDLOCK+CAPABILITIES | IDS        | init_module z:8 8 s:                      | EPERM/ENOSYS
          E13 | FILTER+LANDLOCK+CAPABILITIES | IDS        | kexec_load 0 0 0 0                        | EPERM/ENOSYS
          E13 | FILTER+LANDLOCK+CAPABILITIES | IDS        | swapon s:/tmp/x 0                         | EPERM
          E13 | FILTER+LANDLOCK+CAPABILITIES | IDS        | acct s:/tmp/x                             | EPERM
          E13 | FILTER+LANDLOCK+CAPABILITIES | IDS        | settimeofday h:00000000000000000000000000000000 0 | EPERM
          E13 | FILTER+LANDLOCK+CAPABILITIES | IDS        | syslog 3 z:64 64                          | EPERM
          """)
  @Attack(value = "{0}", move = "`{3}` without {1}")
  void secondProtectionRefusesWithoutTheFirst(
      String row, String gone, Wall wall, String call, String expected, Seen seen)
      throws Exception {
    Features.require("seccomp");
    Calls.assertRefused(without(gone), call, expected, seen);
  }

  /**
   * The network namespace is the last protection: a program that can make any socket still reaches
   * nothing.
   */
  @ParameterizedTest
  @CsvSource({"FILTER", "FILTER+LANDLOCK", "FILTER+LANDLOCK+CAPABILITIES"})
  @Attack(value = "F3", move = "`connect` to 169.254.169.254 without {0}", walls = NET_NAMESPACE)
  @Attack(value = "F2", move = "`connect` to 127.0.0.1 without {0}", walls = NET_NAMESPACE)
  void socketReachesNothing(String gone, Seen seen) throws Exception {
    for (String address : new String[] {"a9fea9fe", "7f000001"}) {
      String call = "socket 2 1 0 , connect $ h:02000050" + address + "0000000000000000 16";
      Calls.assertRefused(without(gone), call, "ENETUNREACH/ECONNREFUSED/EADDRNOTAVAIL", seen);
    }
  }

  /** On the host's network, a stricter filter or Landlock domain still refuses. */
  @ParameterizedTest
  @CsvSource({"F2, 7f000001", "F3, a9fea9fe"})
  @Attack(value = "{0}", move = "makes a socket under the grader's policy", walls = Wall.FILTER)
  @Attack(
      value = "{0}",
      move = "`connect` on the host's network, in a Landlock domain that allows other ports",
      walls = Wall.LANDLOCK)
  void filterAndLandlockRefuseByThemselves(String row, String address, Seen seen) throws Exception {
    Features.require("seccomp");
    Features.require("landlock.net");
    Calls.assertRefused(
        Rooms.minimal().syscalls(SyscallPolicy.grader()), "socket 2 1 0", "EPERM", seen);
    Sandbox listed =
        Rooms.minimal()
            .share(io.kotha.sandbox.Namespace.NET)
            .landlock(Landlock.required().connectTcp(1));
    String connect = "socket 2 1 0 , connect $ h:02000050" + address + "0000000000000000 16";
    Calls.assertRefused(listed, connect, "EACCES", seen);
    assertThat(Calls.results(listed, "socket 2 1 0")).allMatch(r -> r.matches("\\d+"));
  }
}
