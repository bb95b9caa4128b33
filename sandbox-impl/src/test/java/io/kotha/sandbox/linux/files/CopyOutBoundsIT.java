package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.Rooms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of what a hostile program can have copied out. */
@Timeout(60)
class CopyOutBoundsIT {

  @TempDir Path dir;

  @Test
  @Attack(value = "A15", move = "leaves a sparse file of 1 TiB", walls = Wall.COPIER)
  void sparseFileIsCappedByItsLength() throws Exception {
    Path out = dir.resolve("out");
    long before = System.nanoTime();
    SandboxResult result =
        Rooms.sh(Rooms.minimal().copyOut("/tmp/out", out), "truncate -s 1T /tmp/out");
    assertThat(result.verdict().isSuccess()).as(result.stderr()).isTrue();
    assertThat(sizeOf(out)).isLessThanOrEqualTo(CopyOut.DEFAULT_MAX_BYTES.bytes());
    assertThat(result.leftOut()).isNotEmpty();
    assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
  }

  @Test
  @Attack(
      value = "A15",
      move = "leaves more files and bytes than copyOut allows",
      walls = Wall.COPIER)
  void copyOutCapsBytesAndFiles() throws Exception {
    Path out = dir.resolve("tree");
    String script = "mkdir /tmp/t; for i in $(seq 100); do echo $i > /tmp/t/$i; done";
    SandboxResult few =
        Rooms.sh(Rooms.minimal().copyOut(new CopyOut("/tmp/t", out, MemorySize.MB(1), 10)), script);
    assertThat(few.leftOut()).isNotEmpty();
    try (Stream<Path> all = Files.walk(out)) {
      assertThat(all.filter(Files::isRegularFile).count()).isEqualTo(10);
    }
    Path other = dir.resolve("other");
    String fat = "mkdir /tmp/t; for i in 1 2 3 4; do head -c 400000 /dev/zero > /tmp/t/$i; done";
    SandboxResult small =
        Rooms.sh(Rooms.minimal().copyOut(new CopyOut("/tmp/t", other, MemorySize.MB(1), 10)), fat);
    assertThat(small.leftOut()).isNotEmpty();
    assertThat(sizeOf(other)).isEqualTo(800_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "link", "fifo", "hard", "file"})
  @Attack(value = "A30", move = "leaves 300 entries ({0}) over a cap of 10", walls = Wall.COPIER)
  void copyOutCountsEveryEntry(String kind) throws Exception {
    Path out = dir.resolve("tree");
    String make =
        switch (kind) {
          case "directory" -> "mkdir $i";
          case "link" -> "ln -s /etc/passwd $i";
          case "fifo" -> "mkfifo $i";
          case "hard" -> "ln ../one $i";
          default -> "echo > $i";
        };
    String script =
        "mkdir -p /tmp/t/sub && cd /tmp/t && echo > one && cd sub && for i in $(seq 300); do "
            + make
            + "; done";
    SandboxResult result =
        Rooms.sh(Rooms.minimal().copyOut(new CopyOut("/tmp/t", out, MemorySize.MB(1), 10)), script);
    assertThat(result.exitValue()).as(result.stderr()).isZero();
    try (Stream<Path> all = Files.walk(out)) {
      assertThat(all.count()).as("entries below the target, and itself").isLessThanOrEqualTo(11);
    }
    assertThat(result.leftOut())
        .hasSizeLessThanOrEqualTo(11)
        .filteredOn(line -> line.contains("more than 10 "))
        .hasSize(1);
  }

  @Test
  @Attack(value = "A30", move = "leaves 900 links to be listed", walls = Wall.COPIER)
  void listOfOmittedFilesIsBounded() throws Exception {
    Path out = dir.resolve("tree");
    String script = "mkdir /tmp/t && cd /tmp/t && for i in $(seq 900); do ln -s / $i; done";
    Sandbox twice = Rooms.minimal().copyOut("/tmp/t", out).copyOut("/tmp/t", dir.resolve("again"));
    SandboxResult result = Rooms.sh(twice, script);
    assertThat(result.leftOut()).hasSize(101);
    assertThat(result.leftOut().get(100)).isEqualTo("and 1700 more");
  }

  private static long sizeOf(Path path) throws IOException {
    if (!Files.exists(path)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).mapToLong(p -> p.toFile().length()).sum();
    }
  }
}
