package io.kotha.sandbox.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The native library that jnr-ffi unpacks before the JVM maps it. */
@Timeout(60)
class PrivateExtractionIT {

  @TempDir Path dir;

  /** Watches the temporary directory of a JVM with a umask of 0 as another local user could. */
  @Test
  @Attack(
      value = "A34",
      move = "looks for a library that it may write in the temporary directory of a JVM",
      walls = Wall.PRIVATE_FILES)
  void noOtherUserCanReachTheLibrary() throws Exception {
    Set<String> seen = new TreeSet<>();
    String said = load(Map.of("java.io.tmpdir", dir.toString()), seen);
    assertThat(seen).as("the library is unpacked here").isNotEmpty();
    assertThat(seen).allMatch(file -> file.equals("directory rwx------"), "only its owner's");
    assertThat(said.lines().skip(1))
        .isNotEmpty()
        .allMatch(mapped -> mapped.startsWith(dir + "/kotha-jffi-"))
        .allMatch(mapped -> mapped.endsWith("(deleted)"));
    assertThat(dir).as("nothing stays behind").isEmptyDirectory();
  }

  @Test
  void directoryOfTheApplicationIsUsed() throws Exception {
    Path own = Files.createDirectory(dir.resolve("own"));
    String said =
        load(
            Map.of("java.io.tmpdir", dir.toString(), "jffi.extract.dir", own.toString()),
            new TreeSet<>());
    assertThat(said.lines().skip(1)).allMatch(mapped -> mapped.startsWith(own + "/jffi"));
  }

  private String load(Map<String, String> properties, Set<String> seen) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "umask 0; exec \"$@\"", "sh"));
    command.addAll(ChildJvm.command(LoadedLibrary.class, properties));
    Process jvm =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    while (jvm.isAlive()) {
      look(seen);
    }
    assertThat(jvm.waitFor()).isZero();
    return new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private void look(Set<String> seen) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        try {
          seen.add(
              (Files.isDirectory(file) ? "directory " : "file ")
                  + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        } catch (IOException e) {
          continue; // deleted meanwhile
        }
      }
    }
  }
}
