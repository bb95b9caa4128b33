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
 * Attacks with some protections taken away: another one still refuses each call, with the errno
 * that only it gives. {@code FILTER} and {@code LANDLOCK} switch these off, {@code CAPABILITIES}
 * keeps every capability but SYS_ADMIN, and {@code SYS_ADMIN} keeps that one as well.
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
            case "SYS_ADMIN" -> room.keepCaps(EnumSet.allOf(Capability.class));
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
          A3  | FILTER+LANDLOCK+CAPABILITIES | UNDUMPABLE | openat -100 s:/proc/1/exe 2               | EACCES
          A4  | FILTER+LANDLOCK              | UNDUMPABLE | ptrace 0x4206 1 0 0                       | EPERM
          A4  | FILTER+LANDLOCK+CAPABILITIES | UNDUMPABLE | ptrace 0x4206 1 0 0                       | EPERM
          A4  | FILTER+LANDLOCK+CAPABILITIES | UNDUMPABLE | openat -100 s:/proc/1/mem 2               | EACCES
          B2  | FILTER+LANDLOCK+CAPABILITIES | IDS        | openat -100 s:/proc/sys/kernel/core_pattern 1 | EACCES
          B4  | FILTER+LANDLOCK+CAPABILITIES | IDS        | clock_settime 0 h:00000000000000000000000000000000 | EPERM
          C1  | FILTER+LANDLOCK+CAPABILITIES | CAPABILITIES | pivot_root s:/ s:/tmp                   | EPERM
          C4  | FILTER+LANDLOCK              | CAPABILITIES | mount s:none s:/tmp s:tmpfs 0 0         | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | CAPABILITIES | mount s:none s:/tmp s:tmpfs 0 0         | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | CAPABILITIES | umount2 s:/proc/sys 2                   | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | CAPABILITIES | open_tree -100 s:/ 1                    | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | CAPABILITIES | mount_setattr -100 s:/ 0 z:32 32        | EPERM
          C4  | FILTER+LANDLOCK+SYS_ADMIN    | MOUNTS     | umount2 s:/proc/sys 2                     | EINVAL
          C4  | FILTER+LANDLOCK+SYS_ADMIN    | MOUNTS     | mount_setattr -100 s:/ 0 h:0000000000000000010000000000000000000000000000000000000000000000 32 | EPERM
          C5  | FILTER                       | NESTING    | unshare 0x10000000                        | ENOSPC
          C5  | FILTER+LANDLOCK              | NESTING    | unshare 0x10000000                        | ENOSPC
          C5  | FILTER+LANDLOCK+CAPABILITIES | NESTING    | unshare 0x10000000                        | ENOSPC
          C5  | FILTER                       | NESTING    | clone 0x10000011 0 0 0 0                  | ENOSPC
          C6  | FILTER+LANDLOCK              | UNDUMPABLE | openat -100 s:/proc/1/ns/net 0            | EACCES
          C7  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | openat -100 s:/etc/passwd 2               | EROFS
          D1  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | openat -100 s:/proc/sys/kernel/core_pattern 0x201 | EROFS
          D2  | FILTER+LANDLOCK+CAPABILITIES | MOUNTS     | openat -100 s:/proc/sys/net/ipv4/ip_forward 1 | EROFS
          D4  | FILTER+LANDLOCK+CAPABILITIES | ROOT       | openat -100 s:/dev/mem 0                  | ENOENT
          D4  | FILTER+LANDLOCK+SYS_ADMIN    | IDS        | mknodat -100 s:/tmp/mem 0x21b6 0x101      | EPERM
          D8  | FILTER+LANDLOCK+CAPABILITIES | CAPABILITIES | mount s:none s:/tmp s:cgroup 0 s:memory | EPERM
          D10 | FILTER+LANDLOCK              | CAPABILITIES | mknodat -100 s:/tmp/sda 0x61b6 0x800    | EPERM
          D10 | FILTER+LANDLOCK+SYS_ADMIN    | IDS        | mknodat -100 s:/tmp/sda 0x61b6 0x800      | EPERM
          E1  | FILTER+LANDLOCK+SYS_ADMIN    | IDS        | openat -100 s:/etc 0 , open_by_handle_at $ h:080000000100000000000000000000000000 0 | EPERM
          E4  | FILTER+LANDLOCK              | CAPABILITIES | bpf 0 h:09000000040000000400000001000000 16 | EPERM
          E4  | FILTER+LANDLOCK+SYS_ADMIN    | IDS        | bpf 0 h:09000000040000000400000001000000 16 | EPERM
          E13 | FILTER+LANDLOCK+SYS_ADMIN    | IDS        | reboot 0xfee1dead 672274793 0 0           | EPERM
          E13 | FILTER+LANDLOCK+SYS_ADMIN    | IDS        | swapon s:/tmp/x 0                         | EPERM
          E13 | FILTER+LANDLOCK+SYS_ADMIN    | IDS        | acct s:/tmp/x                             | EPERM
          E13 | FILTER+LANDLOCK+SYS_ADMIN    | IDS        | settimeofday h:00000000000000000000000000000000 0 | EPERM
          E13 | FILTER+LANDLOCK+SYS_ADMIN    | IDS        | syslog 3 z:64 64                          | EPERM
          """)
  @Attack(value = "{0}", move = "`{3}` without {1}")
  void secondProtectionRefusesWithoutTheFirst(
      String row, String gone, Wall wall, String call, String expected, Seen seen)
      throws Exception {
    Features.require("seccomp");
    Calls.assertRefused(without(gone), call, expected, seen);
  }

  /**
   * The controls: the same calls, or the same ones on an object that is not protected, succeed or
   * fail for another reason where nothing is meant to refuse them. None of them is malformed.
   */
  @ParameterizedTest(name = "without {0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FILTER+LANDLOCK              | openat -100 s:/proc/self/mem 2                | \\d+
          FILTER+LANDLOCK              | openat -100 s:/proc/self/ns/net 0             | \\d+
          FILTER+LANDLOCK+CAPABILITIES | openat -100 s:/proc/sys/kernel/core_pattern 0 | \\d+
          FILTER+LANDLOCK+CAPABILITIES | openat -100 s:/proc/sys/net/ipv4/ip_forward 0 | \\d+
          FILTER+LANDLOCK+CAPABILITIES | openat -100 s:/etc/passwd 0                   | \\d+
          FILTER+LANDLOCK              | mknodat -100 s:/tmp/fifo 0x11b6 0             | 0
          FILTER+LANDLOCK+SYS_ADMIN    | pivot_root s:/ s:/tmp                         | EINVAL
          FILTER+LANDLOCK+SYS_ADMIN    | mount s:none s:/tmp s:tmpfs 0 0               | 0
          FILTER+LANDLOCK+SYS_ADMIN    | open_tree -100 s:/ 1                          | EINVAL
          FILTER+LANDLOCK+SYS_ADMIN    | mount_setattr -100 s:/ 0 z:32 32              | 0
          FILTER+LANDLOCK+SYS_ADMIN    | unshare 0x10000000                            | 0
          """)
  void sameCallIsNotRefusedWithoutTheProtection(String gone, String call, String expected)
      throws Exception {
    Features.require("seccomp");
    assertThat(Calls.results(without(gone), call)).singleElement().asString().matches(expected);
  }

  /** The last wall around a network: whoever can make any socket reaches nobody with it. */
  @ParameterizedTest
  @CsvSource({"FILTER", "FILTER+LANDLOCK", "FILTER+LANDLOCK+CAPABILITIES"})
  @Attack(value = "F3", move = "`connect` to 169.254.169.254 without {0}", walls = NET_NAMESPACE)
  @Attack(value = "F2", move = "`connect` to 127.0.0.1 without {0}", walls = NET_NAMESPACE)
  void socketReachesNothing(String gone, Seen seen) throws Exception {
    for (String address : new String[] {"a9fea9fe", "7f000001"}) {
      String call = "socket 2 1 0 , connect $ h:02000050" + address + "0000000000000000 16";
      Calls.assertRefused(without(gone), call, "ENETUNREACH", seen);
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
