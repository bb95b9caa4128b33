package io.kotha.sandbox;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.limits.IoLimit;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A path in a zip file is not a path of the host, even if its text is. */
class HostPathTest {

  private static final Sandbox SANDBOX = Sandbox.rootfs(Path.of("/image"));
  private static final MemorySize SIZE = MemorySize.MB(1);

  @TempDir private Path directory = Path.of("set by JUnit");

  static List<Arguments> users() {
    return List.of(
        user("Sandbox.rootfs", Sandbox::rootfs),
        user("Rootfs.of", Rootfs::of),
        user("Rootfs.programs", path -> Rootfs.programs(Path.of("/bin/true"), path)),
        user("Rootfs.Directory", path -> new Rootfs.Directory(path, Rootfs.Mode.PERSISTENT)),
        user("bind", SANDBOX::bind),
        user("bind to a target", path -> SANDBOX.bind(path, "/data")),
        user("bindWritable", path -> SANDBOX.bindWritable(path, "/data")),
        user("copyIn", path -> SANDBOX.copyIn(path, "/data")),
        user("CopyIn.HostFile", CopyIn.HostFile::new),
        user("copyOut", path -> SANDBOX.copyOut("/data", path)),
        user("CopyOut", path -> new CopyOut("/data", path, SIZE, 1)),
        user("Stdio.from", Stdio::from),
        user("Stdio.to", Stdio::to),
        user("IoLimit", IoLimit::on));
  }

  private static Arguments user(String name, Consumer<Path> use) {
    return Arguments.of(name, use);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("users")
  void pathOfAnotherFileSystemIsRefused(String name, Consumer<Path> use) throws IOException {
    Path archive = directory.resolve("archive.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path inside = zip.getPath("/etc/passwd");
      Files.createDirectory(zip.getPath("/etc"));
      Files.writeString(inside, "in the archive");

      assertThatThrownBy(() -> use.accept(inside))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(inside.toUri().toString());
    }
    assertThatCode(() -> use.accept(Path.of("/etc/passwd"))).doesNotThrowAnyException();
  }
}
