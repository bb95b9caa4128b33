package io.kotha.sandbox.linux.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layouts of programs with their libraries, which are remembered until a file changes. */
class RootLayoutsIT {

  private static final Path LIBTINFO_USER = Path.of("/bin/bash");
  private static final Path LIBC_USER = Path.of("/bin/true");

  @TempDir Path dir;

  private final Native kernel;

  RootLayoutsIT() throws Exception {
    kernel = Native.load();
  }

  @Test
  void unchangedProgramKeepsItsLayout() throws Exception {
    SandboxSpec spec = spec(copy(LIBC_USER));
    RootLayouts layouts = new RootLayouts(kernel);
    assertThat(layouts.of(spec)).isSameAs(layouts.of(spec));
  }

  /** A build tool writes a new file and renames it over the old one. */
  @Test
  void programThatWasReplacedGetsItsNewLibraries() throws Exception {
    Path program = copy(LIBTINFO_USER);
    RootLayouts layouts = new RootLayouts(kernel);
    assertThat(files(layouts, program)).anyMatch(file -> file.contains("libtinfo"));

    Path rebuilt = Files.copy(LIBC_USER, dir.resolve("rebuilt"));
    Files.move(rebuilt, program, StandardCopyOption.REPLACE_EXISTING);

    assertThat(files(layouts, program))
        .noneMatch(file -> file.contains("libtinfo"))
        .isEqualTo(files(new RootLayouts(kernel), program));
  }

  /** A linker truncates the file and writes it again: the inode stays. */
  @Test
  void programThatWasRewrittenGetsItsNewLibraries() throws Exception {
    Path program = copy(LIBC_USER);
    RootLayouts layouts = new RootLayouts(kernel);
    assertThat(files(layouts, program)).noneMatch(file -> file.contains("libtinfo"));
    Object inode = Files.getAttribute(program, "unix:ino");

    Files.write(program, Files.readAllBytes(LIBTINFO_USER));

    assertThat(Files.getAttribute(program, "unix:ino")).isEqualTo(inode);
    assertThat(files(layouts, program))
        .anyMatch(file -> file.contains("libtinfo"))
        .isEqualTo(files(new RootLayouts(kernel), program));
  }

  private Path copy(Path program) throws IOException {
    return Files.copy(program, dir.resolve("program"));
  }

  private static List<String> files(RootLayouts layouts, Path program) throws IOException {
    return layouts.of(spec(program)).entries().stream().map(RootLayout.Entry::target).toList();
  }

  private static SandboxSpec spec(Path program) {
    return Sandbox.rootfs(Rootfs.programs(program)).spec();
  }
}
