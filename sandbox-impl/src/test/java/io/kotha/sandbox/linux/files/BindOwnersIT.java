package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The owners of bound files, as a program sees them. */
@Timeout(60)
class BindOwnersIT {

  @TempDir Path parent;

  private Path directory;
  private Path file;

  /** As the JDK makes temporary directories and files. */
  @BeforeEach
  void makePrivateFiles() throws IOException {
    directory = Files.createTempDirectory(parent.toRealPath(), "private");
    file = Files.createTempFile(directory, "private", ".txt");
    Files.writeString(file, "hello");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private String read(Sandbox sandbox) throws Exception {
    return Rooms.out(sandbox, "cat /w/*; stat -c %u:%a /w /w/*");
  }

  @Test
  void privateDirectoryIsReadWhateverTheAccess() throws Exception {
    String expected = "hello0:700\n0:600";
    assertThat(read(Rooms.minimal().bind(directory, "/w"))).isEqualTo(expected);
    assertThat(read(Rooms.minimal().bindWritable(directory, "/w"))).isEqualTo(expected);
  }

  @Test
  void privateDirectoryIsAWorkingDirectory() throws Exception {
    Command command = Command.of("/bin/sh", "-c", "cat *").in("/w");
    assertThat(Rooms.out(Rooms.minimal().bind(directory, "/w"), command)).isEqualTo("hello");
  }

  @Test
  void privateFileIsRead() throws Exception {
    assertThat(Rooms.out(Rooms.minimal().bind(file, "/w.txt"), "cat /w.txt")).isEqualTo("hello");
  }

  /** As /etc has: it is bound for what everybody may read. */
  @Test
  void privateFileOfPublicDirectoryIsNotRead() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "an ordinary user reads the user's own files");
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(directory.resolve("public"), "for all");
    Files.setPosixFilePermissions(
        directory.resolve("public"), PosixFilePermissions.fromString("rw-r--r--"));
    Sandbox sandbox = Rooms.minimal().bind(directory, "/w");
    assertThat(Rooms.sh(sandbox, "cat /w/private*").exitValue()).isNotZero();
    assertThat(Rooms.out(sandbox, "cat /w/public")).isEqualTo("for all");
  }

  @Test
  void boundFileIsNotWritten() throws Exception {
    Sandbox sandbox = Rooms.minimal().bind(directory, "/w");
    assertThat(Rooms.sh(sandbox, "echo x > /w/new; chmod 777 /w").exitValue()).isNotZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  /** A program without the id of the owner is another user to the owner's files. */
  @Test
  void programOfAnotherUserIsRefused() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "an ordinary user has one id");
    }
    for (Sandbox sandbox :
        new Sandbox[] {Rooms.minimal().user(1000, 1000), Rooms.minimal().idMap(IdMap.none())}) {
      assertThat(Rooms.sh(sandbox.bind(directory, "/w"), "cat /w/*").exitValue()).isNotZero();
    }
  }

  /** Its file system cannot be idmapped. */
  @Test
  void fileOfSysfsIsRead() throws Exception {
    Path source = Path.of("/sys/kernel/mm/transparent_hugepage");
    if (!Files.isDirectory(source)) {
      throw Features.lacks("sysfs", source + " is not there");
    }
    assertThat(Rooms.out(Rooms.minimal().bind(source, "/s"), "cat /s/enabled"))
        .isEqualTo(Files.readString(source.resolve("enabled")).strip());
  }
}
