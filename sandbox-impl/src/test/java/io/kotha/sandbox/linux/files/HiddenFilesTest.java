package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.plan.RootLayout.Entry;
import io.kotha.sandbox.linux.plan.RootLayout.EntryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a copy would hide, in directories that look like an image and like sources. */
class HiddenFilesTest {

  @TempDir private Path host;

  private Path image;
  private Path outside;
  private Path bound;
  private Path empty;

  @BeforeEach
  void makeDirectories() throws Exception {
    image = Files.createDirectory(host.resolve("image"));
    outside = directoryWithFile(host.resolve("outside"));
    bound = Files.createDirectory(host.resolve("bound"));
    empty = Files.createDirectory(host.resolve("empty"));
    directoryWithFile(image.resolve("full"));
  }

  private static Path directoryWithFile(Path directory) throws IOException {
    Files.createFile(Files.createDirectories(directory).resolve("file"));
    return directory;
  }

  private Sandbox room() {
    return Sandbox.rootfs(image);
  }

  private void accepted(Sandbox room, String target) {
    assertThatCode(() -> check(room, target)).doesNotThrowAnyException();
  }

  private void refused(Sandbox room, String target) {
    assertThatThrownBy(() -> check(room, target))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("copyIn to " + Path.of(target).getParent())
        .hasMessageContaining("would hide");
  }

  private void check(Sandbox room, String target) throws Exception {
    HiddenFiles.refuse(room.copyIn(new byte[0], target).spec(), image);
  }

  private static void check(Sandbox room, String target, Entry... assembled) throws Exception {
    HiddenFiles.refuse(
        room.copyIn(new byte[0], target).spec(),
        new RootLayout(RootKind.TMPFS, "", RootLayout.Mapping.PLAIN, List.of(assembled)));
  }

  @Test
  void directoryOfTheImageMustBeEmpty() throws Exception {
    Files.createDirectory(image.resolve("bare"));
    refused(room(), "/full/x");
    accepted(room(), "/bare/x");
    accepted(room(), "/new/x");
    accepted(room().writable(), "/full/x");
    assertThatThrownBy(() -> check(room(), "/x")).hasMessageContaining("copyIn to /");
  }

  @Test
  void linkOfTheImageIsFollowedInTheRoomOnly() throws Exception {
    Files.createSymbolicLink(image.resolve("host"), outside);
    Files.createSymbolicLink(image.resolve("up"), Path.of("../outside"));
    Files.createSymbolicLink(image.resolve("absolute"), Path.of("/full"));
    Files.createSymbolicLink(image.resolve("relative"), Path.of("full"));
    accepted(room(), "/host/x");
    accepted(room(), "/host/deeper/x");
    accepted(room(), "/up/x");
    refused(room(), "/absolute/x");
    refused(room(), "/relative/x");
  }

  @Test
  void linkOfBindIsFollowedInTheRoomOnly() throws Exception {
    Files.createSymbolicLink(bound.resolve("host"), outside);
    Files.createSymbolicLink(bound.resolve("root"), Path.of("/full"));
    Sandbox room = room().bind(bound, "/data");
    accepted(room, "/data/host/x");
    refused(room, "/data/root/x");
  }

  @Test
  void mountThatCoversTheDirectoryDecides() throws Exception {
    directoryWithFile(bound.resolve("in"));
    refused(room().bind(bound, "/data"), "/data/in/x");
    accepted(room().bind(bound, "/data").bind(empty, "/data/in"), "/data/in/x");
    accepted(room().bind(empty, "/full"), "/full/x");
    refused(room().bind(empty, "/data/in").bind(bound, "/data"), "/data/in/x");
    refused(room().tmpfs("/data", MemorySize.MiB(1)).bind(bound, "/data/deep"), "/data/deep/in/x");
  }

  @Test
  void mountPointThatTheImageLacksIsFound() throws Exception {
    directoryWithFile(bound.resolve("in"));
    refused(room().bind(bound, "/new/deep/er"), "/new/deep/er/in/x");
  }

  @Test
  void bindOnTheRootCoversAll() throws Exception {
    directoryWithFile(bound.resolve("in"));
    refused(room().bind(bound, "/"), "/in/x");
    accepted(room().bind(bound, "/"), "/full/x");
  }

  @Test
  void sourceThatIsMissingIsLeftToTheCheckOfSources() {
    accepted(room().bind(host.resolve("missing"), "/data"), "/data/in/x");
  }

  @Test
  void directoryOfAnAssembledRootMayHoldNoEntry() {
    Entry usr = new Entry(EntryKind.DIRECTORY, "/usr", "/usr");
    Entry file = new Entry(EntryKind.FILE, "/opt/tool", "/opt/tool");
    for (String target : List.of("/usr/x", "/usr/local/x", "/opt/x")) {
      assertThatThrownBy(() -> check(room(), target, usr, file)).hasMessageContaining("would hide");
    }
    assertThatCode(() -> check(room(), "/srv/x", usr, file)).doesNotThrowAnyException();
  }

  @Test
  void bindOverAnEntryOfAnAssembledRootDecides() throws Exception {
    Entry usr = new Entry(EntryKind.DIRECTORY, "/usr", "/usr");
    assertThatCode(() -> check(room().bind(empty, "/usr/local"), "/usr/local/x", usr))
        .doesNotThrowAnyException();
    Files.createSymbolicLink(bound.resolve("lib"), Path.of("/usr/lib"));
    assertThatThrownBy(() -> check(room().bind(bound, "/data"), "/data/lib/x", usr))
        .hasMessageContaining("would hide");
  }
}
