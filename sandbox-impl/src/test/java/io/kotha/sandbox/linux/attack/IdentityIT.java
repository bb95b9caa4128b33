package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.IDS;
import static io.kotha.sandbox.linux.attack.Wall.MOUNTS;
import static io.kotha.sandbox.linux.attack.Wall.NO_NEW_PRIVS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.fixture.CProgram;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.HostView;
import io.kotha.sandbox.linux.fixture.KeyringReader;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attempts to become another user. */
@Timeout(60)
class IdentityIT {

  @TempDir Path dir;

  @Test
  @Attack(
      value = "B1",
      move = "executes a set-user-ID program owned by root",
      walls = {NO_NEW_PRIVS, MOUNTS})
  void setUserIdProgramsRaiseNoPrivilege() throws Exception {
    Path root = TestRootfs.fresh(dir);
    Path id = root.resolve("bin/id");
    Files.setAttribute(id, "unix:mode", 0106755);
    assertThat((int) Files.getAttribute(id, "unix:mode") & 06000).isEqualTo(06000);
    Sandbox guest = Rooms.on(root).user(1000, 1000);
    String script =
        "id -u; id -ru; grep NoNewPrivs /proc/self/status; grep -c ' / [^ ]*nosuid'"
            + " /proc/self/mountinfo";
    assertThat(Rooms.out(guest, script).lines())
        .containsExactly("1000", "1000", "NoNewPrivs:\t1", "1");
  }

  /**
   * The room keeps every capability that allows a change of identity: it still reaches only its own
   * ids.
   */
  @Test
  @Attack(
      value = "B5",
      move = "`setresuid` with CAP_SETUID, to ids inside and outside its map",
      walls = IDS)
  void payloadCannotBecomeAnotherUserOfTheHost(Seen seen) throws Exception {
    Sandbox room = Calls.unfiltered().keepCaps(List.of(Capability.SETUID, Capability.SETGID));
    Calls.assertRefused(room, "setresuid 70000 70000 70000", "EINVAL", seen);
    Calls.assertRefused(room, "setresgid 70000 70000 70000", "EINVAL", seen);
    try (SandboxProcess p = room.start("/bin/sleep", "100")) {
      assertThat(HostView.of(p.pid()).status("Uid").split("\\s+")).doesNotContain("0");
    }
  }

  @Test
  @Attack(value = "B5", move = "`setresuid` to another id", walls = Wall.CAPABILITIES)
  void payloadCannotTakeAnotherUid(Seen seen) throws Exception {
    // An ordinary user's room has one id: uid 1 does not exist there.
    String refusal = Lane.isRoot() ? "EPERM" : "EINVAL";
    Calls.assertRefused(Calls.unfiltered(), "setresuid 1 1 1", refusal, seen);
  }

  /**
   * Uid 0 of the room owns no file of the host, even where the mode is a file's only protection.
   */
  @Test
  @Attack(
      value = "C8",
      move = "reads the host's `/etc/shadow`, bound on purpose, as uid 0 of the room",
      walls = IDS)
  @Attack(
      value = "B2",
      move = "reads and changes a file owned by root, as uid 0 of the room",
      walls = IDS)
  void rootInsideOwnsNoFileOfHostRoot(Seen seen) throws Exception {
    Sandbox room =
        Rooms.minimal()
            .landlock(io.kotha.sandbox.isolation.Landlock.off())
            .bind(Path.of("/etc/shadow"), "/mnt/shadow");
    for (String mode : List.of("0", "2")) {
      Calls.assertRefused(room, "openat -100 s:/mnt/shadow " + mode, "EACCES", seen);
    }
    Calls.assertRefused(room, "fchmodat -100 s:/mnt/shadow 0666", "EROFS", seen);
  }

  /** A service may have got its keyring from pam_keyinit, with the keys of mounts in it. */
  @Test
  @Attack(
      value = "E3",
      move = "searches the JVM's session keyring, unfiltered",
      walls = Wall.SESSION)
  void sessionKeyringOfTheJvmIsOutOfReach() throws Exception {
    String program = CProgram.of("keyring").toString();
    assertThat(HostCommand.run(program, "put", program, "get").output().strip())
        .as("the control")
        .isEqualTo("of the host");
    List<String> command = new ArrayList<>(List.of(program, "put"));
    command.addAll(
        ChildJvm.command(KeyringReader.class, Map.of(), TestRootfs.minimal().toString()));
    assertThat(HostCommand.run(command.toArray(String[]::new)).output()).contains("ENOKEY");
  }
}
