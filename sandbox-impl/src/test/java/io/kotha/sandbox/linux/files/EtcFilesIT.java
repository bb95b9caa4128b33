package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of {@code /etc} by which programs find names of users, groups and hosts. */
@Timeout(60)
class EtcFilesIT {

  private static final Path RESOLVER = Path.of("/etc/resolv.conf");
  private static final Sandbox HOST = Rooms.on(Rootfs.host());

  @TempDir Path dir;

  // ---- roots that are assembled from the host's files ----

  @ParameterizedTest
  @CsvSource({"0, 0, root, root", "1000, 1000, user, user", "7, 0, user, root"})
  void userAndGroupOfTheRoomHaveNames(int uid, int gid, String user, String group)
      throws Exception {
    Sandbox room = HOST.user(uid, gid);
    assertThat(Rooms.out(room, "id -un; id -gn; getent passwd $(id -u) | cut -d: -f6"))
        .isEqualTo(user + "\n" + group + "\n/tmp");
    assertThat(Rooms.out(room, "while IFS=: read n x u r; do echo $n $u; done < /etc/passwd"))
        .startsWith("root 0\n")
        .endsWith("\nnobody 65534");
  }

  @Test
  void userWithoutIdInTheRoomIsNobody() throws Exception {
    assertThat(Rooms.out(HOST.idMap(IdMap.none()), "id -un")).isEqualTo("nobody");
  }

  @Test
  void userOfSharedUserNamespaceHasName() throws Exception {
    Features.require("root");
    Sandbox room = HOST.share(Namespace.USER).user(1000, 1000);
    assertThat(Rooms.out(room, "id -un; id -gn")).isEqualTo("user\nuser");
  }

  @Test
  void localhostAndTheRoomItselfResolve() throws Exception {
    Sandbox room = HOST.loopback().hostname("alpha.example");
    String script = "getent hosts localhost; getent hosts $(hostname)";
    assertThat(Rooms.out(room, script)).matches("::1 +localhost .*\n127.0.1.1 +alpha.example");
    String python = "/usr/bin/python3";
    if (Files.exists(Path.of(python))) {
      String program =
          "import socket; s = socket.create_server(('localhost', 8000));"
              + " c = socket.create_connection(('localhost', 8000)); print('ok')";
      assertThat(Rooms.out(room, Command.of(python, "-c", program))).isEqualTo("ok");
    }
  }

  @Test
  void programsHaveTheFilesToo() throws Exception {
    Sandbox room = Rooms.on(Rootfs.programs(Path.of("/bin/bash"), Path.of("/bin/cat")));
    Command cat = Command.of("/bin/cat", "/etc/passwd", "/etc/group", "/etc/hosts");
    assertThat(Rooms.out(room.user(3, 4), cat))
        .contains("user:x:3:4:", "user:x:4:", "127.0.0.1\tlocalhost");
  }

  @Test
  void resolverIsTheHostsWhereTheNetworkIs() throws Exception {
    String script = "cat /etc/resolv.conf; true";
    String host = Files.exists(RESOLVER) ? Files.readString(RESOLVER) : "";
    assertThat(Rooms.sh(HOST.share(Namespace.NET), script).stdout()).isEqualTo(host);
    assertThat(Rooms.sh(HOST, script).stdout()).isEmpty();
  }

  @Test
  void filesOfReadOnlyRootCannotBeWritten() throws Exception {
    SandboxResult result =
        Rooms.sh(HOST, "for f in passwd group hosts; do echo x >> /etc/$f; rm /etc/$f; done");
    assertThat(result.stderr().lines())
        .hasSize(6)
        .allMatch(line -> line.contains("Read-only file system"));
  }

  @Test
  void filesFitIntoTheSmallestRoot() throws Exception {
    assertThat(Rooms.out(HOST.tmpSize(MemorySize.KiB(4)), "id -un")).isEqualTo("root");
    Sandbox small = HOST.writable().writableSize(MemorySize.KiB(4), 64);
    assertThat(Rooms.out(small, "id -un; echo x > /own && cat /own")).isEqualTo("root\nx");
  }

  // ---- images ----

  @Test
  void imageWithoutHostsGetsThemAndItsUsersStay() throws Exception {
    Features.require("overlay");
    Path root = TestRootfs.fresh(dir);
    Path missing = root.resolve("opt");
    Files.delete(missing);
    for (Sandbox room : List.of(overlaid(root), Rooms.on(root).writable())) {
      assertThat(Rooms.out(room, "cat /etc/hosts")).contains("127.0.0.1\tlocalhost", "kotha");
      assertThat(Rooms.out(room, "cat /etc/passwd"))
          .isEqualTo(Files.readString(root.resolve("etc/passwd")).strip());
    }
    assertThat(root.resolve("etc/hosts")).doesNotExist();
  }

  @Test
  void emptyFilesOfImageAreFilledInTheRoomOnly() throws Exception {
    Features.require("overlay");
    Path root = TestRootfs.fresh(dir);
    TestRootfs.file(root, "/etc/hosts", "");
    TestRootfs.file(root, "/etc/resolv.conf", "");
    String host = Files.exists(RESOLVER) ? Files.readString(RESOLVER) : "";
    for (Sandbox room : List.of(overlaid(root), Rooms.on(root).writable())) {
      String script = "cat /etc/resolv.conf; head -n 1 /etc/hosts";
      assertThat(Rooms.sh(room.share(Namespace.NET), script).stdout())
          .isEqualTo(host + "127.0.0.1\tlocalhost\n");
      assertThat(Rooms.sh(room, script).stdout()).isEqualTo("127.0.0.1\tlocalhost\n");
    }
    assertThat(root.resolve("etc/hosts")).isEmptyFile();
    assertThat(root.resolve("etc/resolv.conf")).isEmptyFile();
  }

  @Test
  void contentAndLinksOfImageStay() throws Exception {
    Path root = TestRootfs.fresh(dir);
    Path outside = Files.writeString(dir.resolve("outside"), "");
    TestRootfs.file(root, "/etc/hosts", "10.0.0.1 its-own\n");
    Files.createSymbolicLink(root.resolve("etc/resolv.conf"), outside);
    for (Sandbox room :
        List.of(Rooms.on(root), overlaid(root), Rooms.on(root).writable(), persistent(root))) {
      String script = "cat /etc/hosts; readlink /etc/resolv.conf";
      assertThat(Rooms.out(room.share(Namespace.NET), script))
          .isEqualTo("10.0.0.1 its-own\n" + outside);
    }
    assertThat(outside).isEmptyFile();
    assertThat(root.resolve("etc/hosts")).hasContent("10.0.0.1 its-own");
  }

  /** A link in place of {@code /etc} leads to the place of the files. */
  @Test
  void linkAsEtcGetsNoFiles() throws Exception {
    Path root = TestRootfs.fresh(dir);
    Files.move(root.resolve("etc"), root.resolve("config"));
    Files.createSymbolicLink(root.resolve("etc"), Path.of("config"));
    for (Sandbox room : List.of(overlaid(root), Rooms.on(root).writable(), persistent(root))) {
      assertThat(Rooms.out(room, "cd /config && echo *")).isEqualTo("group passwd");
    }
  }

  /** The kernel cannot copy such a directory into the overlay: its owner has no id in the room. */
  @Test
  void imageWhoseEtcBelongsToForeignUserWorksWithoutFiles() throws Exception {
    Features.require("root");
    Path root = TestRootfs.fresh(dir);
    Files.setAttribute(root.resolve("etc"), "unix:uid", 100_000);
    for (Sandbox room : List.of(overlaid(root), Rooms.on(root).writable())) {
      assertThat(Rooms.out(room, "cd /etc && echo *")).isEqualTo("group passwd");
    }
  }

  @Test
  void persistentImageIsNeverWritten() throws Exception {
    Path root = TestRootfs.fresh(dir);
    TestRootfs.file(root, "/etc/hosts", "");
    Rooms.out(persistent(root).share(Namespace.NET), "true");
    assertThat(root.resolve("etc/hosts")).isEmptyFile();
    assertThat(root.resolve("etc/resolv.conf")).doesNotExist();
  }

  /** Returns a read-only room that needs an overlay, because a mount point is missing. */
  private static Sandbox overlaid(Path root) {
    return Rooms.on(root).tmpfs("/no/such", MemorySize.MiB(1));
  }

  private static Sandbox persistent(Path root) {
    return Rooms.on(root).persistent();
  }
}
