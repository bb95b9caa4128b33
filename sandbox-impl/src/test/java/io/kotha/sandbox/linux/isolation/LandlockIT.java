package io.kotha.sandbox.linux.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.Landlock.Access;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Landlock domain that the payload's process enters before execve. */
@Timeout(60)
class LandlockIT {

  @TempDir Path dir;

  private static Sandbox required() {
    Features.require("landlock");
    return Rooms.minimal().landlock(Landlock.required());
  }

  private static String sys(Sandbox room, String... args) throws Exception {
    return Rooms.out(room, Command.of(Rooms.probe("sys")).args(args));
  }

  @Test
  void landlockRepeatsTheMounts() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(dir.resolve("seen"), "from outside");
    Sandbox room =
        required()
            .bind(dir, "/ro")
            .tmpfs("/box", io.kotha.sandbox.MemorySize.MB(1))
            .copyIn("in".getBytes(StandardCharsets.UTF_8), "/work/file");
    String script =
        "cat /ro/seen; echo; cat /work/file; echo; for d in /tmp /dev/shm /box /work; do"
            + " mkdir $d/a $d/b && echo x >$d/a/f && mv $d/a/f $d/b/f && ln -s f $d/b/l"
            + " && rm -r $d/a $d/b && echo $d; done; echo x >/dev/null && echo null;"
            + " echo 0 >/proc/self/coredump_filter && echo proc; /bin/true && echo runs";
    assertThat(Rooms.out(room, script).lines())
        .containsExactly(
            "from outside", "in", "/tmp", "/dev/shm", "/box", "/work", "null", "proc", "runs");
  }

  @Test
  void writableRootOfEveryKindCanBeWritten() throws Exception {
    String script = "mkdir /new && echo x >/new/f && cat /new/f";
    Rootfs programs =
        Rootfs.programs(Path.of("/bin/sh"), Path.of("/bin/mkdir"), Path.of("/bin/cat"));
    for (Rootfs root : List.of(programs, Rootfs.of(TestRootfs.minimal()))) {
      Sandbox room = Rooms.on(root).writable().landlock(required().spec().isolation().landlock());
      assertThat(Rooms.out(room, script)).as(root.toString()).isEqualTo("x");
    }
  }

  @Test
  @Attack(
      value = "D10",
      move = "`mknod` of a disk with CAP_MKNOD, unfiltered",
      walls = Wall.LANDLOCK)
  @Attack(
      value = "D4",
      move = "`mknod` of a disk with CAP_MKNOD, unfiltered",
      walls = Wall.LANDLOCK)
  void mknodIsRefusedEvenWithTheCapability() throws Exception {
    Sandbox room =
        required()
            .syscalls(SyscallPolicy.none())
            .keepCaps(Capability.MKNOD, Capability.DAC_OVERRIDE);
    // A room of an ordinary user has a filter against devices whatever its policy.
    String refused = Lane.isRoot() ? "EACCES" : "EPERM";
    assertThat(sys(room, "mknodat", "-100", "s:/tmp/sda", "0x61b6", "0x800"))
        .isEqualTo("mknodat " + refused);
    assertThat(sys(room, "mknodat", "-100", "s:/tmp/fifo", "0x11b6", "0")).isEqualTo("mknodat 0");
  }

  /** Only Landlock stops this attack on a read-only mount. */
  @Test
  @Attack(value = "C4", move = "`mount` with CAP_SYS_ADMIN, unfiltered", walls = Wall.LANDLOCK)
  @Attack(value = "D8", move = "`mount` with CAP_SYS_ADMIN, unfiltered", walls = Wall.LANDLOCK)
  void mountIsRefusedEvenWithSysAdmin() throws Exception {
    Sandbox caps = required().syscalls(SyscallPolicy.none()).keepCaps(Capability.SYS_ADMIN);
    assertThat(sys(caps, "mount", "s:none", "s:/tmp", "s:tmpfs", "0", "0"))
        .isEqualTo("mount EPERM");
    Sandbox without = caps.landlock(Landlock.off());
    assertThat(sys(without, "mount", "s:none", "s:/tmp", "s:tmpfs", "0", "0")).isEqualTo("mount 0");
  }

  @Test
  void roomThatKeepsSysAdminHasNoLandlockByDefault() throws Exception {
    try (SandboxProcess p =
        Rooms.minimal().keepCaps(Capability.SYS_ADMIN).start("/bin/sleep", "100")) {
      assertThat(p.isolation()).contains("landlock: none");
    }
  }

  @Test
  @Attack(value = "A7", move = "signals a process outside its domain", walls = Wall.LANDLOCK)
  void signalsStayInsideTheDomain() throws Exception {
    Features.require("landlock.scope");
    Sandbox room = required().syscalls(SyscallPolicy.none());
    assertThat(sys(room, "kill", "1", "0")).isEqualTo("kill EPERM");
    assertThat(Rooms.out(room, "sleep 9 & kill $! && wait $!; echo $?")).isEqualTo("143");
  }

  @Test
  @Scenario("D35")
  void explicitRulesReplaceTheMounts() throws Exception {
    Sandbox room =
        required()
            .landlock(
                Landlock.required()
                    .file("/", Access.EXECUTE, Access.READ)
                    .file("/dev/null", Access.WRITE)
                    .file("/tmp", Access.READ));
    assertThat(
            Rooms.out(
                room, "ls /tmp; echo x >/dev/null && echo null; { echo x >/tmp/f; } 2>&1 || true"))
        .startsWith("null")
        .contains("ermission denied");
  }

  @Test
  void ruleForAMissingPathIsAnError() {
    Sandbox room = required().landlock(Landlock.required().file("/not-there", Access.READ));
    assertThatThrownBy(() -> room.run("/bin/true"))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("/not-there")
        .satisfies(e -> assertThat(((SetupException) e).step()).isEqualTo(SetupStep.LANDLOCK));
  }

  @Test
  void onlyGivenPortsAreAllowed() throws Exception {
    Features.require("landlock.net");
    Sandbox room =
        required().loopback().landlock(Landlock.required().bindTcp(8080).connectTcp(8080));
    assertThat(Rooms.out(room, bind(8080))).endsWith("bind 0");
    assertThat(Rooms.out(room, bind(8081))).endsWith("bind EACCES");
    assertThat(Rooms.out(room.landlock(Landlock.required().bindTcp()), bind(8080)))
        .endsWith("bind EACCES");
  }

  /** Returns the {@code sockaddr_in} of this port. */
  private static String bind(int port) throws Exception {
    return Rooms.probe("sys")
        + " socket 2 1 0 , bind '$' h:0200%04x000000000000000000000000 16".formatted(port);
  }

  @Test
  void missingLandlockIsAnError() throws Exception {
    if (Features.has("landlock.net")) {
      assertThat(Rooms.out(required(), "echo there")).isEqualTo("there");
      return;
    }
    Sandbox room = Rooms.minimal().landlock(Landlock.required().bindTcp(1));
    assertThatThrownBy(() -> room.run("/bin/true"))
        .isInstanceOf(UnsupportedHostException.class)
        .hasMessageContaining("landlock");
  }

  /** Message queues are on a mount of the kernel, which no path of the room reaches. */
  @Test
  void messageQueuesCanBeUsed() throws Exception {
    Command queue = Command.of(Rooms.probe("sys")).args("mq_open", "s:queue", "0102", "0600", "0");
    assertThat(Rooms.out(Rooms.minimal(), queue)).matches("mq_open \\d+");
  }
}
