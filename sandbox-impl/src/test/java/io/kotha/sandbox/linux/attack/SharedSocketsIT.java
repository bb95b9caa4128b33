package io.kotha.sandbox.linux.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.Landlock.Access;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Unix sockets in a directory of the host, through which rooms could pass each other files. */
@Timeout(60)
class SharedSocketsIT {

  @TempDir Path dir;

  @BeforeEach
  void letEveryRoomWrite() throws Exception {
    Features.require("landlock");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** Sandboxes in which a directory above the bind permits sockets, and the target of the bind. */
  static Stream<Arguments> rooms() {
    Sandbox minimal = Rooms.minimal();
    return Stream.of(
        Arguments.of("below a writable root", minimal.writable(), "/data"),
        Arguments.of("below /tmp", minimal, "/tmp/data"),
        Arguments.of("over /tmp", minimal, "/tmp"),
        Arguments.of("below a tmpfs", minimal.tmpfs("/box", MemorySize.MB(1)), "/box/data"),
        Arguments.of(
            "below a rule of the caller",
            minimal.landlock(
                Landlock.required()
                    .file("/", Access.READ, Access.WRITE, Access.EXECUTE)
                    .file("/tmp/data", Access.WRITE)
                    .file("/dev/shm", Access.WRITE)),
            "/tmp/data"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  @Attack(value = "F5", move = "makes a socket in a bind {0}", walls = Wall.LANDLOCK)
  void noSocketIsMadeInBind(String place, Sandbox room, String target, Seen seen) throws Exception {
    Sandbox shared = room.bindWritable(dir, target);
    Calls.assertRefused(shared, bind(target + "/s"), "EACCES", seen);
    assertThat(dir).isEmptyDirectory();
    assertThat(Calls.results(shared.landlock(Landlock.off()), bind(target + "/s"))).contains("0");
    assertThat(dir.resolve("s")).exists();
  }

  /** Programs use sockets of their own between their processes. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  void socketsOfTheRoomStayPossible(String place, Sandbox room, String target) throws Exception {
    assertThat(Calls.results(room.bindWritable(dir, target), bind("/dev/shm/s"))).contains("0");
  }

  /** Returns the calls that make a socket at a path; see {@code unix(7)}. */
  private static String bind(String path) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    return "socket 1 1 0 , bind $ h:0100"
        + HexFormat.of().formatHex(name)
        + "00 "
        + (name.length + 3);
  }
}
