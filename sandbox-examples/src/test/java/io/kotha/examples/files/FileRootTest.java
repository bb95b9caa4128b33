package io.kotha.examples.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Files that another user replaces after their paths were resolved. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class FileRootTest {

  @TempDir Path temporary;

  private Path outside;
  private Path file;
  private FileRoot root;

  @BeforeEach
  void create() throws Exception {
    Path real = temporary.toRealPath();
    outside = Files.createDirectories(real.resolve("outside"));
    Files.writeString(outside.resolve("file"), "secret");
    file = Files.createDirectories(real.resolve("root/sub")).resolve("file");
    Files.writeString(file, "text");
    root = FileRoot.of(real.resolve("root"));
  }

  @Test
  void regularFileIsReadUpToTheBound() throws Exception {
    assertThat(root.read(file, 100)).asString().isEqualTo("text");
    assertThat(root.read(file, 2)).asString().isEqualTo("te");
    assertThat(root.size(file)).isEqualTo(4);
    Path top = Files.writeString(root.path().resolve("top"), "top");
    assertThat(root.read(top, 100)).asString().isEqualTo("top");
  }

  @Test
  void linkInPlaceOfTheFileIsNotFollowed() throws Exception {
    Files.delete(file);
    Files.createSymbolicLink(file, outside.resolve("file"));
    assertRefused("is not a regular file");
  }

  @Test
  void linkInPlaceOfADirectoryIsNotFollowed() throws Exception {
    Files.delete(file);
    Files.delete(file.getParent());
    Files.createSymbolicLink(file.getParent(), outside);
    assertRefused("is not a directory");
  }

  @Test
  void replacedRootIsRefused() throws Exception {
    Files.move(root.path(), temporary.resolve("moved"));
    Files.createDirectories(file.getParent());
    Files.writeString(file, "secret");
    assertRefused("was replaced");
    Files.delete(file);
    Files.delete(file.getParent());
    Files.delete(root.path());
    Files.createSymbolicLink(root.path(), temporary.resolve("moved"));
    assertThat(root.read(file, 100)).as("the same directory").asString().isEqualTo("text");
  }

  @Test
  void fifoDoesNotBlockAndADirectoryIsRefused() throws Exception {
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertRefused("is not a regular file");
    Files.delete(file);
    Files.createDirectory(file);
    assertRefused("is not a regular file");
  }

  @Test
  void pathOutsideOfTheRootIsRefused() {
    for (Path path : new Path[] {outside.resolve("file"), root.path()}) {
      assertThatThrownBy(() -> root.read(path, 100)).hasMessageContaining("is not beneath");
    }
    assertThatThrownBy(() -> FileRoot.of(outside.resolve("file")))
        .hasMessageContaining("is not a directory");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> root.read(file, 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> root.size(file)).isInstanceOf(IOException.class);
  }
}
