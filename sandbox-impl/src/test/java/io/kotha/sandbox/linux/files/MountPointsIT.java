package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Seen;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.HostCommand;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mount points in directories of the host: a room makes none, and needs none that others hold. */
@Timeout(60)
class MountPointsIT {

  private static final Pattern REMEDY = Pattern.compile("mkdir -p .*");

  @TempDir Path dir;

  private Path root;
  private Path file;
  private Path directory;

  @BeforeEach
  void makeRootAndSources() throws Exception {
    root = TestRootfs.fresh(dir);
    file = Files.writeString(dir.resolve("file"), "content\n");
    directory = TestRootfs.directory(dir.resolve("directory"));
    TestRootfs.file(directory, "/in", "inside\n");
  }

  @ParameterizedTest
  @EnumSource(Rootfs.Mode.class)
  void noModeMakesMountPointsOnTheHost(Rootfs.Mode mode) throws Exception {
    Sandbox room =
        Rooms.on(Rootfs.of(root).mode(mode))
            .bind(directory, "/new/directory")
            .bind(file, "/new/file")
            .bind(file, "/tmp/file");
    Files.delete(root.resolve("proc"));
    List<String> before = tree(root);
    try {
      assertThat(Rooms.out(room, "cat /new/directory/in /new/file /tmp/file"))
          .isEqualTo("inside\ncontent\ncontent");
    } catch (SandboxException refused) {
      assertThat(mode).isEqualTo(Rootfs.Mode.PERSISTENT);
    }
    assertThat(tree(root)).isEqualTo(before);
  }

  @Test
  void errorOfPersistentRootNamesTheMountPointsAndItsRemedyHelps() throws Exception {
    Sandbox room =
        Rooms.on(root).persistent().bind(directory, "/new/directory").bind(file, "/new/file");
    Files.delete(root.resolve("proc"));
    SandboxException refused =
        catchThrowableOfType(SandboxException.class, () -> room.run("/bin/true"));
    assertThat(refused)
        .hasMessageContaining(root.toString())
        .hasMessageContaining("/proc, /new/directory, /new/file");
    Matcher remedy = REMEDY.matcher(refused.getMessage());
    assertThat(remedy.find()).as(refused.getMessage()).isTrue();
    HostCommand.run("/bin/sh", "-c", remedy.group()).orThrow();
    HostCommand.run("/bin/chmod", "-R", "a+rX", root.toString()).orThrow();
    assertThat(Rooms.out(room, "cat /new/directory/in /new/file && ls -d /proc/self"))
        .isEqualTo("inside\ncontent\n/proc/self");
  }

  /** A program in the root may have put the link there, and may exchange it at any time. */
  @Test
  @Attack(
      value = "A13",
      move = "puts links where a persistent root has its mount points",
      walls = Wall.ONE_LOOK)
  void persistentRootWithLinkAtMountPointIsRefused(Seen seen) throws Exception {
    Files.createSymbolicLink(root.resolve("link"), Path.of("opt"));
    Files.createDirectory(root.resolve("opt/below"));
    for (String target : List.of("/link", "/link/below")) {
      Sandbox room = Rooms.on(root).persistent().bind(directory, target);
      SandboxException refused =
          catchThrowableOfType(SandboxException.class, () -> room.run("/bin/true"));
      assertThat(refused).hasMessageContaining(target).hasMessageContaining("symbolic link");
    }
    seen.was("refused");
  }

  @Test
  void mountPointInTmpfsOfPersistentRoomIsMade() throws Exception {
    Sandbox room = Rooms.on(root).persistent().bind(file, "/tmp/deep/file");
    assertThat(Rooms.out(room, "cat /tmp/deep/file")).isEqualTo("content");
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  /**
   * The kernel takes a mount away when a room without it removes its mount point:
   * mount_namespaces(7).
   */
  @Test
  @Attack(
      value = "C13",
      move = "removes the mount point of a neighbour in a directory that both may write",
      walls = Wall.VALIDATOR)
  void mountBelowWritableBindIsRefused(Seen seen) throws Exception {
    Path shared = TestRootfs.directory(dir.resolve("shared"));
    Sandbox room = Rooms.minimal().bindWritable(shared, "/mnt");
    List<Mount> mounts =
        List.of(
            new Mount.Bind(directory, "/mnt/sub", Mount.Access.READ_ONLY),
            new Mount.Bind(file, "/mnt/deep/file", Mount.Access.READ_WRITE),
            new Mount.Tmpfs("/mnt/memory", MemorySize.MiB(1)));
    for (Mount mount : mounts) {
      SandboxException refused =
          catchThrowableOfType(SandboxException.class, () -> room.mount(mount).run("/bin/true"));
      assertThat(refused)
          .as(mount.target())
          .hasMessageContaining(shared + " → /mnt ")
          .hasMessageContaining(mount.target());
    }
    assertThat(shared).isEmptyDirectory();
    seen.was("refused");
  }

  /** The link is the image's own; the check of the plan cannot see it. */
  @Test
  @Attack(
      value = "C13",
      move = "an image with a link that leads a mount below a writable bind",
      walls = Wall.ONE_LOOK)
  void mountReachesWritableBindThroughNoLink(Seen seen) throws Exception {
    Path shared = TestRootfs.directory(dir.resolve("shared"));
    TestRootfs.directory(shared.resolve("sub"));
    Files.createSymbolicLink(root.resolve("alias"), Path.of("/mnt"));
    Sandbox room = Rooms.on(root).bindWritable(shared, "/mnt").bind(directory, "/alias/sub");
    for (Sandbox mode : List.of(room, room.writable())) {
      SetupException refused =
          catchThrowableOfType(SetupException.class, () -> mode.run("/bin/true"));
      assertThat(refused.step()).isEqualTo(SetupStep.MOUNT);
      assertThat(refused).hasMessageContaining("ELOOP").hasMessageContaining("/alias/sub");
      seen.was("ELOOP");
    }
  }

  private static List<String> tree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(Path::toString).sorted().toList();
    }
  }
}
