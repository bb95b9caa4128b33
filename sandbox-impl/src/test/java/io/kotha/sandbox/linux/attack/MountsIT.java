package io.kotha.sandbox.linux.attack;

import static io.kotha.sandbox.linux.attack.Wall.LANDLOCK;
import static io.kotha.sandbox.linux.attack.Wall.MOUNTS;
import static io.kotha.sandbox.linux.attack.Wall.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attacks through the mounts of a room. */
@Timeout(60)
class MountsIT {

  @TempDir Path dir;

  @Test
  @Attack(
      value = "C2",
      move = "looks for the host's root in its mount table, and at `/..`",
      walls = ROOT)
  @Attack(value = "C3", move = "looks for mounts that the host shares", walls = MOUNTS)
  @Attack(value = "D7", move = "looks for mounts without nosuid, nodev, noexec", walls = MOUNTS)
  void mountTableNamesNoPathOfTheHost() throws Exception {
    String mounts = Rooms.out(Rooms.minimal(), "cat /proc/self/mountinfo");
    assertThat(mounts).doesNotContain("shared:").doesNotContain("master:");
    assertThat(mounts.lines().filter(line -> line.split(" ")[4].equals("/"))).hasSize(1);
    assertThat(Rooms.out(Rooms.minimal(), "ls /.. | tr '\\n' ' '"))
        .isEqualTo(Rooms.out(Rooms.minimal(), "ls / | tr '\\n' ' '"));
    for (String line : mounts.lines().toList()) {
      String[] fields = line.split(" ");
      String options = fields[5];
      assertThat(options).as(line).contains("nosuid");
      boolean isMask = fields[3].equals("/null"); // This path must be a device.
      if (!fields[4].startsWith("/dev") && !isMask) {
        assertThat(options).as(line).contains("nodev");
      }
      if (fields[4].startsWith("/proc")) {
        assertThat(options).as(line).contains("noexec");
      }
    }
  }

  @Test
  @Attack(
      value = "C7",
      move = "writes to a read-only bind, and to a mount below it",
      walls = MOUNTS)
  void readOnlyBindIsReadOnlyAtEveryDepth() throws Exception {
    Path outer = TestRootfs.directory(dir.resolve("outer"));
    TestRootfs.directory(outer.resolve("deep/er"));
    for (Landlock landlock : List.of(Landlock.whereAvailable(), Landlock.off())) {
      Sandbox room = Rooms.minimal().bind(outer, "/mnt").bind(Path.of("/dev/shm"), "/mnt/deep");
      String script = "echo x > /mnt/x; echo x > /mnt/deep/x; ls /mnt";
      SandboxResult result = Rooms.sh(room.landlock(landlock), script);
      assertThat(result.stderr()).contains("/mnt/x").contains("/mnt/deep/x");
    }
    assertThat(outer.resolve("x")).doesNotExist();
    assertThat(Path.of("/dev/shm/x")).doesNotExist();
  }

  /** Landlock refuses by itself an access that the mount allows. */
  @Test
  @Attack(
      value = "C7",
      move = "writes to a writable bind in a Landlock domain that forbids it",
      walls = LANDLOCK)
  void landlockRefusesWritesThatAMountAllows(Seen seen) throws Exception {
    Features.require("landlock");
    Path shared = TestRootfs.directory(dir.resolve("shared"));
    Sandbox room =
        Rooms.minimal()
            .bindWritable(shared, "/mnt")
            .landlock(Landlock.required().file("/", Landlock.Access.READ, Landlock.Access.EXECUTE));
    Calls.assertRefused(room, "openat -100 s:/mnt/x 0x41 0644", "EACCES", seen);
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  @Attack(
      value = "C8",
      move = "looks for passwords, keys, homes and sockets beside the host's tool chain",
      walls = ROOT)
  void toolchainBringsNoSecrets() throws Exception {
    String script =
        "cat /etc/shadow /etc/gshadow /etc/sudoers /root/.profile /etc/ssh/ssh_host_rsa_key"
            + " 2>/dev/null; ls -A /root /home /run /var/run 2>/dev/null | grep -v : ; true";
    assertThat(Rooms.out(Rooms.on(Rootfs.host()), script)).isBlank();
  }

  @Test
  @Attack(
      value = "C9",
      move = "looks into `/dev/shm` and `/tmp` for the host's files",
      walls = ROOT)
  void roomHasItsOwnSharedMemory() throws Exception {
    Path marker = Files.createTempFile(Path.of("/dev/shm"), "kotha-test", "");
    try {
      String script = "ls -A /dev/shm /tmp | grep -v : ; echo x > /dev/shm/y && cat /dev/shm/y";
      assertThat(Rooms.out(Rooms.minimal(), script)).isEqualTo("x");
    } finally {
      Files.delete(marker);
    }
  }

  /** With two binds of one file system, an inode of one bind cannot get a name in the other. */
  @Test
  @Attack(
      value = "C11",
      move = "links and renames from a read-only bind into a writable one",
      walls = MOUNTS)
  void inodesStayInTheirBind(Seen seen) throws Exception {
    Path kept = TestRootfs.directory(dir.resolve("kept"));
    Files.writeString(kept.resolve("file"), "kept");
    Path work = TestRootfs.directory(dir.resolve("work"));
    Sandbox room = Rooms.minimal().bind(kept, "/mnt").bindWritable(work, "/opt");
    Calls.assertRefused(room, "linkat -100 s:/mnt/file -100 s:/opt/file 0", "EXDEV", seen);
    Calls.assertRefused(room, "renameat2 -100 s:/mnt/file -100 s:/opt/file 0", "EXDEV", seen);
    assertThat(kept.resolve("file")).hasContent("kept");
    assertThat(work).isEmptyDirectory();
  }

  /**
   * A room that may write to the directory of another room's root can remove its mount points. The
   * kernel then detaches the mounts there. The first room must see nothing in their place but the
   * directory that both share.
   */
  @ParameterizedTest
  @EnumSource(names = {"READ_ONLY", "PERSISTENT"})
  @Attack(
      value = "C13",
      move = "removes the mount points of a root that another room uses: {0}",
      walls = {ROOT, MOUNTS})
  void removedMountPointOfSharedRootRevealsOnlyThatRoot(Rootfs.Mode mode) throws Exception {
    Path root = TestRootfs.fresh(dir);
    Path bound = TestRootfs.directory(dir.resolve("bound"));
    TestRootfs.file(bound, "/file", "bound");
    Sandbox first = Rooms.on(Rootfs.of(root).mode(mode)).bindWritable(bound, "/opt");
    Sandbox neighbour = Rooms.minimal().bindWritable(root, "/mnt");
    String script =
        "echo ready; read go; ls -A /opt /dev /tmp; ls -A /proc; cat /proc/keys /proc/kcore;"
            + " echo x > /opt/new; ls / | tr '\\n' ' '";
    try (SandboxProcess p = first.start("/bin/sh", "-c", script)) {
      BufferedReader out = p.inputReader();
      assertThat(out.readLine()).isEqualTo("ready");
      String removed = "cd /mnt && rmdir proc opt dev tmp && mkdir proc opt dev tmp && echo done";
      assertThat(Rooms.out(neighbour, removed)).isEqualTo("done");
      p.outputWriter().append("\n").close();
      List<String> seen = out.lines().toList();
      assertThat(seen.subList(0, seen.size() - 1))
          .as("the mounts are gone, and the directories of the root are empty")
          .allMatch(line -> line.isBlank() || line.matches("/(opt|dev|tmp):"));
      assertThat(List.of(seen.get(seen.size() - 1).strip().split(" "))).isSubsetOf(names(root));
    }
    assertThat(names(bound)).containsExactly("file");
    assertThat(bound.resolve("file")).hasContent("bound");
    boolean writable = mode == Rootfs.Mode.PERSISTENT;
    assertThat(Files.exists(root.resolve("opt/new")))
        .as("the write went to the shared root, if at all")
        .isEqualTo(writable);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
