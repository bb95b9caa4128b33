package io.kotha.sandbox.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDirectoriesTest {

  @TempDir private Path parent = Path.of("set by JUnit");
  private Path directory = Path.of("set below");
  private long uid;

  @BeforeEach
  void setUp() throws IOException {
    directory = parent.resolve("made");
    uid = ((Number) Files.getAttribute(parent, "unix:uid")).longValue();
  }

  private OwnDirectories directories() {
    return new OwnDirectories(uid);
  }

  @Test
  void existingDirectoryIsKept() throws IOException {
    directories().make(directory, OwnDirectories.PUBLIC);
    Files.createFile(directory.resolve("file"));

    directories().makeIfMissing(directory, OwnDirectories.PUBLIC);

    assertThat(directory.resolve("file")).exists();
    assertThatThrownBy(() -> directories().make(directory, OwnDirectories.PUBLIC))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void directoryOfAnotherUserIsRefused() throws IOException {
    long another = 4711;
    long me = uid + 1; // not the owner, also where the test is not root
    Files.createDirectory(directory);
    if (uid == 0) {
      Files.setAttribute(directory, "unix:uid", (int) another);
    }

    assertThatThrownBy(() -> new OwnDirectories(me).makeIfMissing(directory, OwnDirectories.PUBLIC))
        .isInstanceOfSatisfying(
            UnsafeDirectoryException.class,
            e -> assertThat(e.remedy()).startsWith("run: sudo chown " + me + " " + directory))
        .hasMessageContaining("belongs to uid " + (uid == 0 ? another : uid));
  }

  @Test
  void everyWritersBitIsRefusedUnlessTheStickyBitIsSet() throws IOException {
    Files.createDirectory(directory);
    for (int mode : new int[] {0777, 0775, 0757, 02775}) {
      Files.setAttribute(directory, "unix:mode", mode);
      assertThatThrownBy(() -> directories().makeIfMissing(directory, OwnDirectories.PUBLIC))
          .isInstanceOf(UnsafeDirectoryException.class)
          .hasMessageContaining("(mode " + Integer.toOctalString(mode) + ")");
    }
    Files.setAttribute(directory, "unix:mode", 01777);
    directories().makeIfMissing(directory, OwnDirectories.PUBLIC);
  }

  @Test
  void missingParentsAreMadeAndAnExistingOneMayBeReachedThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(parent.resolve("link"), parent);

    directories().makeWithParents(link.resolve("a/b/c"), OwnDirectories.PRIVATE);

    assertThat(parent.resolve("a/b/c")).isDirectory();
  }
}
