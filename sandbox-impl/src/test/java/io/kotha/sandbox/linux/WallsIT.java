package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Landlock;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Walls one by one: each attack with the wall that is meant for it gone, and it is still refused,
 * by another. Rows are those of the security catalogue; {@code FILTER}, {@code LANDLOCK} and {@code
 * CAPABILITIES} are what is taken away, the last by keeping every one of them but SYS_ADMIN.
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

  @ParameterizedTest(name = "{0} without {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C5  | FILTER                       | unshare 0x10000000                        | ENOSPC/EPERM
          C5  | FILTER+LANDLOCK              | unshare 0x10000000                        | ENOSPC/EPERM
          C5  | FILTER+LANDLOCK+CAPABILITIES | unshare 0x10000000                        | ENOSPC/EPERM
          C5  | FILTER                       | clone 0x10000011 0 0 0 0                  | ENOSPC/EPERM
          C4  | FILTER+LANDLOCK              | mount s:none s:/tmp s:tmpfs 0 0           | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | mount s:none s:/tmp s:tmpfs 0 0           | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | umount2 s:/proc/sys 2                     | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | open_tree -100 s:/ 1                      | EPERM
          C4  | FILTER+LANDLOCK+CAPABILITIES | mount_setattr -100 s:/ 0 z:32 32          | EPERM/EINVAL
          C1  | FILTER+LANDLOCK+CAPABILITIES | pivot_root s:/ s:/tmp                     | EPERM
          C6  | FILTER+LANDLOCK              | openat -100 s:/proc/1/ns/net 0            | EACCES/EPERM
          C7  | FILTER+CAPABILITIES          | openat -100 s:/etc/passwd 2               | EROFS/EACCES
          C7  | FILTER+LANDLOCK+CAPABILITIES | openat -100 s:/etc/passwd 2               | EROFS/EACCES
          A4  | FILTER+LANDLOCK              | ptrace 0x4206 1 0 0                       | EPERM
          A4  | FILTER+LANDLOCK+CAPABILITIES | ptrace 0x4206 1 0 0                       | EPERM
          A4  | FILTER+LANDLOCK+CAPABILITIES | openat -100 s:/proc/1/mem 2               | EACCES/EPERM/EROFS
          A3  | FILTER+LANDLOCK+CAPABILITIES | openat -100 s:/proc/1/exe 2               | EACCES/EPERM/EROFS/ETXTBSY
          B2  | FILTER+LANDLOCK+CAPABILITIES | openat -100 s:/proc/sys/kernel/core_pattern 1 | EACCES/EPERM/EROFS
          D1  | FILTER+LANDLOCK+CAPABILITIES | openat -100 s:/proc/sys/kernel/modprobe 1 | EACCES/EPERM/EROFS/ENOENT
          D4  | FILTER+LANDLOCK+CAPABILITIES | openat -100 s:/dev/mem 0                  | ENOENT
          D10 | FILTER+LANDLOCK+CAPABILITIES | mknodat -100 s:/tmp/sda 0x61b6 0x800      | EPERM/EACCES
          E1  | FILTER+LANDLOCK+CAPABILITIES | open_by_handle_at 0 h:080000000100000000000000000000000000 0 | EPERM/ESTALE/EBADF
          E4  | FILTER+LANDLOCK              | bpf 5 z:128 128                           | EPERM/EINVAL/E2BIG
          E13 | FILTER+LANDLOCK+CAPABILITIES | init_module z:8 8 s:                      | EPERM/ENOSYS
          E13 | FILTER+LANDLOCK+CAPABILITIES | kexec_load 0 0 0 0                        | EPERM/ENOSYS
          E13 | FILTER+LANDLOCK+CAPABILITIES | swapon s:/tmp/x 0                         | EPERM
          E13 | FILTER+LANDLOCK+CAPABILITIES | acct s:/tmp/x                             | EPERM
          E13 | FILTER+LANDLOCK+CAPABILITIES | settimeofday h:00000000000000000000000000000000 0 | EPERM
          E13 | FILTER+LANDLOCK+CAPABILITIES | syslog 3 z:64 64                          | EPERM
          """)
  void anotherRefuses(String row, String walls, String call, String expected) throws Exception {
    Features.require("seccomp");
    String[] words = call.strip().split(" ");
    String out = Rooms.out(without(walls), Command.of(Rooms.probe("sys")).args(words));
    assertThat(out).matches(words[0] + " (" + expected.replace('/', '|') + ")");
  }

  /** The last wall around a network: whoever can make any socket reaches nobody with it. */
  @ParameterizedTest
  @CsvSource({"FILTER", "FILTER+LANDLOCK", "FILTER+LANDLOCK+CAPABILITIES"})
  void aSocketLeadsNowhere(String walls) throws Exception {
    String script =
        Rooms.probe("sys")
            + " socket 2 1 0 , connect '$' h:02000050a9fea9fe0000000000000000 16; "
            + Rooms.probe("sys")
            + " socket 2 1 0 , connect '$' h:020000507f0000010000000000000000 16";
    String out = Rooms.out(without(walls), script);
    assertThat(Arrays.asList(out.split("\n")))
        .filteredOn(line -> line.startsWith("connect"))
        .hasSize(2)
        .allMatch(line -> line.matches("connect (ENETUNREACH|ECONNREFUSED|EADDRNOTAVAIL)"));
  }
}
