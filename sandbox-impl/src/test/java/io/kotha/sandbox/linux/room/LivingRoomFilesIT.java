package io.kotha.sandbox.linux.room;

import static io.kotha.sandbox.MemorySize.MB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are copied into a room that lives. */
@Timeout(60)
class LivingRoomFilesIT {

  @BeforeEach
  void requireGroups() {
    Features.require("cgroup.memory");
  }

  private static CopyIn file(String target, int mode, String content) {
    return new CopyIn(new CopyIn.Bytes(content.getBytes(UTF_8)), target, mode);
  }

  private static String out(SandboxRoom room, String script) throws Exception {
    SandboxResult result = room.run("/bin/sh", "-c", script);
    assertThat(result.verdict().isSuccess()).as(result + result.stderr()).isTrue();
    return result.stdout().strip();
  }

  @Test
  void readOnlyFileOfTheSandboxIsThereForEachProgram() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxRoom room =
        Rooms.minimal()
            .copyIn(file("/tmp/text", 0444, "text"))
            .copyIn(file("/tmp/program", 0555, "#!/bin/sh\necho ran"))
            .open()) {
      for (int i = 0; i < 3; i++) {
        assertThat(out(room, "cat /tmp/text; /tmp/program")).isEqualTo("textran");
      }
      assertThat(out(room, "stat -c %a /tmp/text /tmp/program")).isEqualTo("444\n555");
    }
    before.assertNone();
  }

  @Test
  void changeOfAProgramStays() throws Exception {
    try (SandboxRoom room = Rooms.minimal().copyIn(file("/tmp/text", 0644, "old")).open()) {
      out(room, "echo new > /tmp/text; chmod 600 /tmp/text");
      assertThat(out(room, "cat /tmp/text; stat -c %a /tmp/text")).isEqualTo("new\n600");
    }
  }

  @Test
  void fileIsCopiedIntoAnOpenRoom(@TempDir Path directory) throws Exception {
    Leftovers before = Leftovers.snapshot();
    Path source = Files.writeString(directory.toRealPath().resolve("source"), "of the host");
    try (SandboxRoom room = Rooms.minimal().open()) {
      out(room, "mkdir /tmp/in");
      room.copyIn(
          new CopyIn(new CopyIn.HostFile(source), "/tmp/in/a", 0640),
          file("/tmp/new/b", 0600, "bytes"));
      assertThat(out(room, "cat /tmp/in/a /tmp/new/b; stat -c %a:%u /tmp/in/a"))
          .isEqualTo("of the hostbytes640:" + out(room, "id -u"));
      room.copyIn(file("/tmp/in/a", 0640, "again"));
      assertThat(out(room, "cat /tmp/in/a")).isEqualTo("again");
      room.copyIn();
    }
    before.assertNone();
  }

  @Test
  void fileIsCopiedWhileAProgramRuns() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open();
        SandboxProcess waiting =
            room.start("/bin/sh", "-c", "until [ -s /tmp/go ]; do sleep 0.01; done; cat /tmp/go")) {
      room.copyIn(file("/tmp/go", 0644, "now"));
      assertThat(waiting.inputReader().readLine()).isEqualTo("now");
    }
  }

  /** A program may have left anything in place of the target. */
  @Test
  void targetThatNoProgramCouldWriteIsAnError() throws Exception {
    try (SandboxRoom room = Rooms.minimal().open()) {
      out(room, "ln -s /etc/passwd /tmp/link; mkfifo /tmp/fifo; mkdir /tmp/directory");
      for (String target :
          new String[] {"/tmp/link", "/tmp/fifo", "/tmp/directory", "/proc/version", "/new"}) {
        assertThatThrownBy(() -> room.copyIn(file(target, 0644, "x")))
            .as(target)
            .isInstanceOf(SetupException.class)
            .extracting(e -> ((SetupException) e).step())
            .isEqualTo(SetupStep.COPY_IN);
      }
      assertThat(room.isOpen()).isTrue();
      assertThat(out(room, "ls -A /tmp | sort")).isEqualTo("directory\nfifo\nlink");
    }
  }

  @Test
  void roomWhoseFilesCannotBeCopiedIsNotLeftOpen() {
    Leftovers before = Leftovers.snapshot();
    assertThatThrownBy(
            () -> Rooms.minimal().tmpSize(MB(1)).copyIn(new byte[2_000_000], "/tmp/x").open())
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("COPY_IN[0] /tmp/x")
        .hasMessageContaining("ENOSPC");
    assertThatThrownBy(() -> Rooms.minimal().copyIn(Path.of("/usr/no-such-file"), "/tmp/x").open())
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("the content cannot be read");
    before.assertNone();
  }

  @Test
  void closedRoomTakesNoFile() throws Exception {
    SandboxRoom room = Rooms.minimal().open();
    room.close();
    assertThatThrownBy(() -> room.copyIn(file("/tmp/x", 0644, "x")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the room is closed: open another one");
    assertThatThrownBy(() -> room.start(Command.of("/bin/true")))
        .isInstanceOf(IllegalStateException.class);
  }
}
