package io.kotha.examples.grader.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.input.PackageTree;
import io.kotha.examples.grader.problem.ProgramSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the copy of a program that needs no compiler. */
class CompilerTest {

  @TempDir Path directory;

  @Test
  void copyKeepsContentAndExecutableFiles() throws Exception {
    PackageFixture fixture =
        PackageFixture.in(directory, "p")
            .file("v/run", "#!/bin/sh\n")
            .executable("v/run")
            .file("v/lib/a.sh", "true\n");
    Path target = Files.createDirectory(directory.resolve("target"));
    Compiler.copy(source(fixture), target);
    assertThat(target.resolve("run")).hasContent("#!/bin/sh\n").isExecutable();
    assertThat(target.resolve("lib/a.sh")).hasContent("true\n");
    assertThat(Files.isExecutable(target.resolve("lib/a.sh"))).isFalse();
    assertThat(Compiler.files(target)).hasSize(2);
  }

  @Test
  void fileThatBecomesALinkIsNotCopied() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    PackageFixture fixture = PackageFixture.in(directory, "p").file("v/run", "");
    ProgramSource source = source(fixture);
    Files.delete(fixture.root().resolve("v/run"));
    fixture.link("v/run", secret);
    Path target = Files.createDirectory(directory.resolve("target"));
    assertThatThrownBy(() -> Compiler.copy(source, target)).isInstanceOf(IOException.class);
    assertThat(target.resolve("run")).doesNotExist();
  }

  private static ProgramSource source(PackageFixture fixture) throws Exception {
    return new ProgramSource(
        "v", new PackageTree(fixture.root()).files(fixture.root().resolve("v")));
  }
}
