package io.kotha.sandbox.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.fixture.ChildJvm;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"000", "077"})
  @Timeout(60)
  void umaskDoesNotChangeTheModes(String umask) throws IOException {
    try (ChildJvm other = ChildJvm.startWithUmask(umask, Maker.class, directory.toString())) {
      other.awaitReady();
    }

    assertThat(mode(directory)).isEqualTo("rwxr-xr-x");
    assertThat(mode(directory.resolve("private"))).isEqualTo("rwx------");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** A JVM that makes a private directory and its parent. */
  static final class Maker {
    private Maker() {}

    public static void main(String[] args) throws IOException {
      Path parent = Path.of(args[0]);
      long uid = ((Number) Files.getAttribute(parent.getParent(), "unix:uid")).longValue();
      new OwnDirectories(uid).makeWithParents(parent.resolve("private"), OwnDirectories.PRIVATE);
      System.out.println("ready");
    }
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

  /** The mode of a directory such as /tmp must stay. */
  @Test
  void remedyForStickyDirectoryIsOneInIt() throws IOException {
    Files.createDirectory(directory);
    Files.setAttribute(directory, "unix:mode", 01777);
    assertThatThrownBy(() -> directories().makeIfMissing(directory, OwnDirectories.PRIVATE))
        .isInstanceOfSatisfying(
            UnsafeDirectoryException.class,
            e -> assertThat(e.remedy()).contains(directory + "/kotha").doesNotContain("chmod"));
  }

  @Test
  void parentOfAnotherUserIsRefused() throws IOException {
    Files.createDirectory(directory);
    if (uid == 0) {
      Files.setAttribute(directory, "unix:uid", 4711);
    }
    assertThatThrownBy(
            () ->
                new OwnDirectories(uid + 1)
                    .makeWithParents(directory.resolve("inner"), OwnDirectories.PRIVATE))
        .isInstanceOfSatisfying(
            UnsafeDirectoryException.class,
            e -> assertThat(e.remedy()).contains("directories of root").doesNotContain("chown"))
        .hasMessageContaining("belongs to uid");
  }

  @Test
  void everyWritersBitIsRefused() throws IOException {
    Files.createDirectory(directory);
    for (int mode : new int[] {0777, 0775, 0757, 02775, 01777}) {
      Files.setAttribute(directory, "unix:mode", mode);
      assertThatThrownBy(() -> directories().makeIfMissing(directory, OwnDirectories.PUBLIC))
          .isInstanceOf(UnsafeDirectoryException.class)
          .hasMessageContaining("(mode " + Integer.toOctalString(mode) + ")");
    }
  }

  /** Nobody can replace the directory of another user in a sticky one. */
  @Test
  void parentThatOthersMayWriteToMustBeSticky() throws IOException {
    Path above = Files.createDirectory(parent.resolve("above"));
    Path real = above.toRealPath();
    Path inner = Files.createDirectories(above.resolve("middle")).resolve("inner");
    Files.setAttribute(above, "unix:mode", 0777);
    assertThatThrownBy(() -> directories().makeWithParents(inner, OwnDirectories.PRIVATE))
        .isInstanceOfSatisfying(
            UnsafeDirectoryException.class,
            e -> assertThat(e.remedy()).contains("sudo chmod go-w " + real + ","));
    Files.setAttribute(above, "unix:mode", 01777);
    directories().makeWithParents(inner, OwnDirectories.PRIVATE);
  }

  @Test
  void directoriesAboveTheTargetOfLinkMustBeSafe() throws IOException {
    Path open = Files.createDirectory(parent.resolve("open"));
    Files.createDirectory(open.resolve("target"));
    Files.setAttribute(open, "unix:mode", 0777);
    Path link = Files.createSymbolicLink(parent.resolve("link"), open.resolve("target"));

    assertThatThrownBy(
            () -> directories().makeWithParents(link.resolve("a"), OwnDirectories.PRIVATE))
        .isInstanceOf(UnsafeDirectoryException.class);
    Files.setAttribute(open, "unix:mode", 0700);
    Files.createSymbolicLink(open.resolve("back"), Files.createDirectory(parent.resolve("safe")));
    Files.setAttribute(open, "unix:mode", 0777);
    assertThatThrownBy(
            () -> directories().makeWithParents(open.resolve("back/a"), OwnDirectories.PRIVATE))
        .isInstanceOf(UnsafeDirectoryException.class);
  }

  @Test
  void linkInPlaceOfTheDirectoryIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createSymbolicLink(directory, elsewhere);

    assertThatThrownBy(() -> directories().makeIfMissing(directory, OwnDirectories.PUBLIC))
        .isInstanceOf(UnsafeDirectoryException.class)
        .hasMessageContaining("not a directory");
  }

  /** A user who may write to the parent can replace the directory. */
  @Test
  void parentThatOthersMayWriteToIsRefused() throws IOException {
    Files.createDirectory(directory);
    Files.setAttribute(parent, "unix:mode", 0777);
    Path real = parent.toRealPath();

    assertThatThrownBy(() -> directories().makeWithParents(directory, OwnDirectories.PRIVATE))
        .isInstanceOfSatisfying(
            UnsafeDirectoryException.class,
            e -> assertThat(e.remedy()).contains("sudo chmod go-w " + real));
  }

  @Test
  void missingParentsAreMadeAndAnExistingOneMayBeReachedThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(parent.resolve("link"), parent);

    directories().makeWithParents(link.resolve("a/b/c"), OwnDirectories.PRIVATE);

    assertThat(parent.resolve("a/b/c")).isDirectory();
  }
}
