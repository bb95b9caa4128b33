package io.kotha.sandbox.linux.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyTargetsTest {

  private static final Sandbox ROOM = Sandbox.rootfs(Path.of("/image"));

  private static List<String> made(Sandbox room, String... targets) {
    Sandbox all = room;
    for (String target : targets) {
      all = all.copyIn(new byte[0], target);
    }
    return CopyTargets.newDirectories(all.spec());
  }

  @Test
  void directoryThatCannotBeWrittenIsMade() {
    assertThat(made(ROOM, "/work/in.txt")).containsExactly("/work");
    assertThat(made(ROOM)).isEmpty();
  }

  @Test
  void writableRootNeedsNone() {
    assertThat(made(ROOM.writable(), "/work/in.txt")).isEmpty();
    assertThat(made(ROOM.persistent(), "/work/in.txt")).isEmpty();
  }

  @Test
  void directoryOfTheRoomsOwnIsWritable() {
    assertThat(made(ROOM, "/tmp/a", "/tmp/b/c", "/dev/shm/d")).isEmpty();
    assertThat(made(ROOM, "/tmpfoo/a")).containsExactly("/tmpfoo");
  }

  @Test
  void writableMountIsWritableAndReadOnlyBindIsNot() {
    Sandbox room =
        ROOM.bind(Path.of("/a"), "/read")
            .bindWritable(Path.of("/b"), "/write")
            .tmpfs("/memory", MemorySize.MiB(1));

    assertThat(made(room, "/read/x", "/write/x", "/write/y/x", "/memory/x"))
        .containsExactly("/read");
  }

  @Test
  void mountThatCoversTheDirectoryDecides() {
    Sandbox room =
        ROOM.tmpfs("/memory", MemorySize.MiB(1))
            .bind(Path.of("/a"), "/memory/read")
            .bind(Path.of("/a"), "/tmp/read")
            .bind(Path.of("/a"), "/work/read");

    assertThat(made(room, "/memory/read/x", "/memory/x")).containsExactly("/memory/read");
    assertThat(made(room, "/tmp/read/x", "/tmp/x")).containsExactly("/tmp/read");
    assertThat(made(room, "/work/x", "/work/read/x")).containsExactly("/work", "/work/read");
  }

  @Test
  void outerDirectoryHoldsTheInnerOnes() {
    assertThat(made(ROOM, "/work/deep/er/x", "/work/x", "/work/deep/x")).containsExactly("/work");
    assertThat(made(ROOM, "/b/x", "/a/x", "/b/y")).containsExactly("/b", "/a");
  }

  @Test
  void fileInTheRootMakesAllOfItTmpfs() {
    assertThat(made(ROOM, "/x", "/work/y")).containsExactly("/");
  }

  /** A tmpfs there would be a mount point that another room with the directory can remove. */
  @Test
  void noDirectoryIsMadeInAWritableBindHoweverThePathsAreSpelled() {
    for (String bind : List.of("/mnt/s", "/mnt/s/", "/mnt//s", "/mnt/./s", "/")) {
      Sandbox room = ROOM.bindWritable(Path.of("/b"), bind);
      for (String file :
          List.of("/mnt/s/f", "/mnt/s/sub/f", "/mnt/./s/sub/f", "/mnt//s/f", "/mnt/s/./f")) {
        assertThat(made(room, file)).as(bind + " and " + file).isEmpty();
      }
    }
  }

  @Test
  void spellingsOfOneDirectoryMakeOne() {
    assertThat(made(ROOM, "/work/a", "/work//b", "/./work/c")).containsExactly("/work");
    assertThat(made(ROOM, "/./a", "//b")).containsExactly("/");
    assertThat(made(ROOM, "//tmp/a", "/dev/./shm/b")).isEmpty();
  }
}
