package io.kotha.examples.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that an earlier room may have left where a tool writes a report or a profile. */
@Timeout(20)
class TextFileTest {

  @TempDir Path temporary;

  private Path directory;
  private Path victim;

  @BeforeEach
  void resolve() throws Exception {
    directory = temporary.toRealPath();
    victim = Files.writeString(directory.resolve("victim"), "untouched");
  }

  @Test
  void textIsCreatedAndReplaced() throws Exception {
    Path file = directory.resolve("file");
    TextFile.write(file, "a longer text");
    TextFile.write(file, "ä\n");
    assertThat(file).hasContent("ä\n");
  }

  @Test
  void checkChangesNothing() throws Exception {
    TextFile.check(victim);
    assertThat(victim).hasContent("untouched");
    TextFile.check(directory.resolve("new"));
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void checkRefusesWhatWriteRefuses() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), victim);
    for (Path path : new Path[] {link, directory, directory.resolve("none/file")}) {
      assertThatThrownBy(() -> TextFile.check(path)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> TextFile.write(path, "x")).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> TextFile.check(directory.resolve("none/file")))
        .hasMessageContaining("\"none\" does not exist; create the directory");
    assertThat(victim).hasContent("untouched");
  }

  @Test
  void linkIsNotFollowed() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), victim);
    assertThatThrownBy(() -> TextFile.write(link, "x")).isInstanceOf(IOException.class);
    Path dangling = Files.createSymbolicLink(directory.resolve("to"), directory.resolve("new"));
    assertThatThrownBy(() -> TextFile.write(dangling, "x")).isInstanceOf(IOException.class);
    Path above = Files.createSymbolicLink(directory.resolve("above"), directory);
    assertThatThrownBy(() -> TextFile.write(above.resolve("victim"), "x"))
        .isInstanceOf(IOException.class);
    assertThat(victim).hasContent("untouched");
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void fifoDoesNotBlockAndADeviceIsKept() throws Exception {
    Path fifo = directory.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> TextFile.write(fifo, "x")).hasMessageContaining("not a regular file");
    assertThatThrownBy(() -> TextFile.write(fifo.resolve("x"), "x"))
        .hasMessageContaining("not a directory");
    assertThatThrownBy(() -> TextFile.write(Path.of("/dev/null"), "x"))
        .hasMessageContaining("not a regular file");
    assertThatThrownBy(() -> TextFile.write(Path.of("/"), "x")).isInstanceOf(IOException.class);
  }
}
