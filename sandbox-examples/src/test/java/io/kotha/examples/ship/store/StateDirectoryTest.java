package io.kotha.examples.ship.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.examples.ship.report.Json;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** Tests of the directory of containers. */
@EnabledOnOs(OS.LINUX)
class StateDirectoryTest {

  private static final Description DESCRIPTION =
      new Description("host", List.of("true"), "2026-01-01T00:00:00Z", false, 1, null);

  @TempDir Path dir;

  private Path path;

  @BeforeEach
  void choosePath() {
    path = dir.resolve("state");
  }

  private StateDirectory state() throws IOException {
    return StateDirectory.of(Map.of("KOTHA_SHIP_DIR", path.toString()));
  }

  @Test
  void directoryIsPrivate() throws IOException {
    assertThat(state().containers()).isEmpty();
    assertThat(path).as("looking makes nothing").doesNotExist();
    state().claim(new ContainerName("web"), DESCRIPTION);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
    assertThat(state().containers()).extracting(c -> c.name().text()).containsExactly("web");
  }

  @Test
  void directoryThatOthersCanEnterIsRefused() throws IOException {
    for (String mode : List.of("rwxr-xr-x", "rwx--x---", "rwx----w-")) {
      Files.createDirectory(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      assertThatThrownBy(this::state)
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("0700");
      Files.delete(path);
    }
  }

  @Test
  void linkAndFileAreRefused() throws IOException {
    Path target = Files.createDirectory(dir.resolve("target"), StateDirectory.PRIVATE_MODE);
    Files.createSymbolicLink(path, target);
    assertThatThrownBy(this::state).hasMessageContaining("0700");
    Files.delete(path);
    Files.writeString(path, "");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(this::state).hasMessageContaining("0700");
  }

  @Test
  void directoryOfAnotherUserIsRefused() throws IOException {
    Files.createDirectory(path, StateDirectory.PRIVATE_MODE);
    try {
      Files.setAttribute(path, "unix:uid", 65_533);
    } catch (IOException e) {
      throw new TestAbortedException("host lacks root: only root can give a directory away");
    }
    assertThatThrownBy(this::state).hasMessageContaining("0700");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/a", "-a", "_a", "a b", "a\n", "ä", ".a"})
  void invalidNameIsRefusedBeforeAnyPath(String name) {
    assertThatThrownBy(() -> state().container(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
  }

  @Test
  void nameBelongsToTheFirst() throws IOException {
    Claim first = state().claim(new ContainerName("web"), DESCRIPTION);
    assertThatThrownBy(() -> state().claim(new ContainerName("web"), DESCRIPTION))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("ship rm web");
    try (var entries = Files.list(path)) {
      assertThat(entries).as("the second leaves nothing").hasSize(1);
    }
    first.container().remove();
    assertThatThrownBy(() -> state().container("web")).isInstanceOf(NoSuchFileException.class);
    state().removeIfEmpty();
    assertThat(path).doesNotExist();
  }

  @Test
  void foreignFilesAreNoContainers() throws IOException {
    state().claim(new ContainerName("web"), DESCRIPTION);
    Path foreign = Files.createDirectory(path.resolve("not a name"));
    Path link = Files.createSymbolicLink(path.resolve("link"), dir);
    assertThatThrownBy(() -> state().container("link")).isInstanceOf(NoSuchFileException.class);
    state().removeIfEmpty();
    assertThat(foreign).exists();
    assertThat(link).isSymbolicLink();
  }

  @Test
  void sweepRemovesOnlyWhatNobodyHolds() throws IOException {
    Files.createDirectory(path, StateDirectory.PRIVATE_MODE);
    Path dead = dead("dead", true);
    Path kept = dead("kept", false);
    Path young = Files.createDirectory(path.resolve(".young"));
    Path old = Files.createDirectory(path.resolve(".old"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3_600)));
    assertThat(state().container("kept").state().phase()).isEqualTo(State.Phase.DEAD);
    state().sweep();
    assertThat(dead).doesNotExist();
    assertThat(old).doesNotExist();
    assertThat(kept).exists();
    assertThat(young).exists();
  }

  @Test
  void endingIsReadAfterTheContainerWasRemoved() throws IOException {
    Files.createDirectory(path, StateDirectory.PRIVATE_MODE);
    Path ended = dead("ended", true);
    Ending ending = new Ending("Exited", 4, null, "2026-01-01T00:00:00Z");
    Files.writeString(ended.resolve(Container.END), Json.of(ending));
    Container container = state().container("ended");
    try (ContainerEnd end = container.end()) {
      container.remove();
      assertThat(end.isLive()).isFalse();
      assertThat(end.await()).contains(ending);
    }
    assertThatThrownBy(container::end)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("ended: no such container");
  }

  private Path dead(String name, boolean temporary) throws IOException {
    Path directory = Files.createDirectory(path.resolve(name));
    Files.writeString(directory.resolve(Container.END), "");
    Files.writeString(
        directory.resolve(Container.DESCRIPTION),
        "{\"rootfs\":\"host\",\"command\":[\"true\"],\"created\":\"\",\"temporary\":"
            + temporary
            + ",\"supervisor\":1,\"pid\":2}");
    return directory;
  }
}
