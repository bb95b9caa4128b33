package io.kotha.sandbox.linux.files;

import static io.kotha.sandbox.MemorySize.KiB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.CProgram;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files copied into a room and out of it, with a hostile program. */
@Timeout(60)
class FileExchangeIT {

  @TempDir Path dir;

  @Test
  void copiedInFilesArePresent() throws Exception {
    byte[] big = new byte[3_000_000];
    new Random(3).nextBytes(big);
    Path file = Files.write(dir.resolve("file"), big);
    Path tool = Files.writeString(dir.resolve("tool"), "#!/bin/sh\necho tool\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    Sandbox sandbox =
        Rooms.minimal()
            .copyIn("bytes".getBytes(StandardCharsets.UTF_8), "/box/bytes")
            .copyIn(file, "/box/deep/er/file")
            .copyIn(tool, "/box/tool")
            .copyIn(new CopyIn(new CopyIn.Bytes(new byte[0]), "/tmp/empty", 0600))
            .copyIn(CProgram.class, "/programs/spin.c", "/box/spin.c");
    String out =
        Rooms.out(
            sandbox,
            "cat /box/bytes; echo; wc -c < /box/deep/er/file; /box/tool; stat -c '%a %s %u'"
                + " /tmp/empty; head -c 2 /box/spin.c; echo; stat -c %a /box/bytes /box/tool");
    assertThat(out.lines())
        .containsExactly("bytes", "3000000", "tool", "600 0 0", "//", "644", "755");
  }

  @Test
  void copiedInFileDoesNotHideMountBesideIt() throws Exception {
    Path out = TestRootfs.directory(dir.resolve("out"));
    Sandbox sandbox =
        Rooms.minimal().bindWritable(out, "/box/out").copyIn("in".getBytes(), "/box/in");
    Rooms.out(sandbox, "cat /box/in > /box/out/copy");
    assertThat(out.resolve("copy")).hasContent("in");
  }

  /** A tmpfs is mounted where a file is copied to a read-only directory. */
  @ParameterizedTest
  @ValueSource(strings = {"/etc/app.conf", "/usr/bin/tool", "/bound/file", "/bound/sub/file"})
  void copyThatWouldHideFilesIsRefused(String target) throws Exception {
    Path bound = Files.createDirectory(dir.resolve("bound"));
    Files.createDirectory(bound.resolve("sub"));
    Files.writeString(bound.resolve("sub/other"), "x");
    Sandbox sandbox = Rooms.on(Rootfs.host()).bind(bound, "/bound");
    assertThatThrownBy(() -> sandbox.copyIn(new byte[1], target).start("/bin/true"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("would hide");
    assertThat(sandbox.copyIn(new byte[1], "/box/file").run("/bin/true").verdict().isSuccess())
        .isTrue();
  }

  /** A link of the image leads to the room's files, not to the host's. */
  @Test
  void filesOfTheHostBehindLinkOfTheImageRefuseNoCopy() throws Exception {
    Path root = TestRootfs.fresh(dir);
    Files.createDirectories(root.resolve("var/lib"));
    Files.createSymbolicLink(root.resolve("box"), Path.of("/var/lib")); // has files on any host
    Sandbox room = Rooms.on(root).copyIn("in".getBytes(StandardCharsets.UTF_8), "/box/x");
    assertThat(Rooms.out(room, "cat /var/lib/*")).isEqualTo("in");
  }

  @Test
  void fileIsCopiedIntoEmptyReadOnlyBindInATmpfs() throws Exception {
    Path empty = TestRootfs.directory(dir.resolve("empty"));
    Sandbox room =
        Rooms.minimal()
            .bind(empty, "/tmp/read")
            .copyIn("in".getBytes(StandardCharsets.UTF_8), "/tmp/read/x");
    assertThat(Rooms.out(room, "cat /tmp/read/x")).isEqualTo("in");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void fileSizeLimitDoesNotBoundCopyIn() throws Exception {
    Sandbox sandbox = Rooms.minimal().copyIn(new byte[100_000], "/box/big").fileSize(KiB(16));
    SandboxResult result =
        Rooms.sh(sandbox, "cat /box/big > /tmp/big; wc -c < /tmp/big; wc -c < /box/big");
    assertThat(result.stdout()).isEqualTo("16384\n100000\n");
  }

  @Test
  void errorNamesAMissingSource() {
    assertThatThrownBy(
            () -> Rooms.minimal().copyIn(Path.of("/no/source"), "/box/x").start("/bin/true"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("/no/source");
    assertThatThrownBy(
            () ->
                Rooms.minimal().copyIn(CProgram.class, "/no/resource", "/box/x").start("/bin/true"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("/no/resource");
  }

  @Test
  void sourceThatIsNoRegularFileIsRefused() {
    for (String odd : List.of("/dev/zero", "/tmp", "/proc/self/mem")) {
      assertThatThrownBy(() -> Rooms.minimal().copyIn(Path.of(odd), "/box/x").start("/bin/true"))
          .as(odd)
          .isInstanceOf(SandboxException.class);
    }
  }

  @Test
  void copyOutReturnsTheWrittenBytes() throws Exception {
    Path out = dir.resolve("out.txt");
    SandboxResult result =
        Rooms.sh(Rooms.minimal().copyOut("/tmp/out.txt", out), "echo result > /tmp/out.txt");
    assertThat(out).hasContent("result\n");
    assertThat(result.leftOut()).isEmpty();
  }

  @Test
  void directoryIsCopiedOutRecursively() throws Exception {
    Path out = dir.resolve("tree");
    String script = "mkdir -p /tmp/t/a/b && echo 1 > /tmp/t/one && echo 2 > /tmp/t/a/b/two";
    SandboxResult result = Rooms.sh(Rooms.minimal().copyOut("/tmp/t", out), script);
    assertThat(result.leftOut()).isEmpty();
    assertThat(out.resolve("one")).hasContent("1\n");
    assertThat(out.resolve("a/b/two")).hasContent("2\n");
  }

  @Test
  void missingCopyOutSourceIsNoError() throws Exception {
    Path out = dir.resolve("out.txt");
    SandboxResult result = Rooms.sh(Rooms.minimal().copyOut("/tmp/none", out), "exit 3");
    assertThat(result.exitValue()).isEqualTo(3);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          symlink to a file    | ln -s /etc/passwd /tmp/out
          symlink to the host  | ln -s /proc/1/root/etc/shadow /tmp/out
          symlink to itself    | ln -s out /tmp/out
          FIFO                 | mkfifo /tmp/out
          hard link            | echo x > /tmp/x; ln /tmp/x /tmp/out
          hard link to an input | if ! ln /box/in /tmp/out; then ln -s /box/in /tmp/out; fi
          """)
  @Attack(value = "A15", move = "leaves a {0} as a source of copyOut", walls = Wall.COPIER)
  void copyOutSkipsFilesThatAreNotRegular(String what, String script) throws Exception {
    Path out = dir.resolve("out");
    Sandbox sandbox = Rooms.minimal().copyIn("in".getBytes(), "/box/in").copyOut("/tmp/out", out);
    SandboxResult result = Rooms.sh(sandbox, script);
    assertThat(result.verdict().isSuccess()).as(result.stderr()).isTrue();
    assertThat(Files.exists(out, LinkOption.NOFOLLOW_LINKS)).as(what).isFalse();
    assertThat(result.leftOut()).hasSize(1).allMatch(line -> line.contains("/tmp/out"));
  }

  @Test
  @Attack(
      value = "A15",
      move = "hides links and a FIFO in a directory that is copied out",
      walls = Wall.COPIER)
  void copyOutSkipsLinksAndTakesTheRest() throws Exception {
    Path out = dir.resolve("tree");
    String script =
        "mkdir /tmp/t /tmp/t/sub && cd /tmp/t && echo good > good && ln -s /etc/passwd link"
            + " && ln -s / root && mkfifo fifo && ln -s ../../.. sub/up && echo fine > sub/fine";
    SandboxResult result = Rooms.sh(Rooms.minimal().copyOut("/tmp/t", out), script);
    assertThat(result.exitValue()).as(result.stderr()).isZero();
    try (Stream<Path> all = Files.walk(out)) {
      assertThat(all.filter(Files::isRegularFile).map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("good", "fine");
    }
    assertThat(result.leftOut()).hasSize(4);
  }

  @Test
  @Attack(
      value = "A15",
      move = "replaces a parent directory of the source of copyOut with a link",
      walls = Wall.COPIER)
  void copyOutFollowsNoLinkedParent() throws Exception {
    Path out = dir.resolve("out");
    Sandbox sandbox = Rooms.minimal().copyOut("/tmp/work/passwd", out);
    SandboxResult result = Rooms.sh(sandbox, "ln -s /etc /tmp/work");
    assertThat(out).doesNotExist();
    assertThat(result.verdict().isSuccess()).isTrue();
    SandboxResult proc =
        Rooms.sh(
            Rooms.minimal().copyOut("/tmp/work/root/etc/passwd", out), "ln -s /proc/1 /tmp/work");
    assertThat(out).doesNotExist();
    assertThat(proc.verdict().isSuccess()).isTrue();
  }

  @Test
  @Attack(value = "A15", move = "makes copyOut read devices", walls = Wall.COPIER)
  void copyOutSkipsDevices() throws Exception {
    Path out = dir.resolve("out");
    for (String device : List.of("/dev/zero", "/dev/random", "/dev/null")) {
      SandboxResult result = Rooms.sh(Rooms.minimal().copyOut(device, out), "true");
      assertThat(out).doesNotExist();
      assertThat(result.leftOut()).hasSize(1);
    }
  }

  @Test
  void copyOutFollowsNoLinkAtItsTarget() throws Exception {
    Path victim = Files.writeString(dir.resolve("victim"), "untouched");
    Path link = Files.createSymbolicLink(dir.resolve("link"), victim);
    SandboxResult result = Rooms.sh(Rooms.minimal().copyOut("/tmp/out", link), "echo x > /tmp/out");
    assertThat(result.leftOut()).singleElement().asString().contains("the target exists");
    assertThat(victim).hasContent("untouched");
  }

  @Test
  @Attack(
      value = "B6",
      move = "leaves a set-user-ID file as a source of copyOut",
      walls = Wall.COPIER)
  void copyOutStripsSetIdBits() throws Exception {
    if (!Lane.isRoot()) {
      throw Features.lacks("root", "a room of an ordinary user cannot set these bits");
    }
    Path out = dir.resolve("out");
    Sandbox sandbox =
        Rooms.minimal()
            .syscalls(io.kotha.sandbox.seccomp.SyscallPolicy.none())
            .copyOut("/tmp/out", out);
    SandboxResult result = Rooms.sh(sandbox, "echo x > /tmp/out && chmod 6755 /tmp/out");
    assertThat(result.exitValue()).as(result.stderr()).isZero();
    assertThat(out).exists();
    assertThat((int) Files.getAttribute(out, "unix:mode") & 06000).isZero();
  }

  @Test
  @Attack(
      value = "A18",
      move =
          "leaves odd names, deep directories and directories without permissions to be copied out",
      walls = Wall.COPIER)
  void copyOutTakesOddNames() throws Exception {
    Path out = dir.resolve("tree");
    String script =
        "mkdir /tmp/t && cd /tmp/t && echo 1 > '-rf' && echo 2 > \"$(printf 'a\\n"
            + "b')\" && echo 3 > '...' && mkdir -p deep && cd deep && i=0; while [ $i -lt 100 ]; do"
            + " mkdir d && cd d; i=$((i+1)); done; chmod 000 .";
    SandboxResult result = Rooms.sh(Rooms.minimal().copyOut("/tmp/t", out), script);
    assertThat(result.exitValue()).as(result.stderr()).isZero();
    assertThat(out.resolve("-rf")).hasContent("1\n");
    assertThat(out.resolve("...")).hasContent("3\n");
  }
}
