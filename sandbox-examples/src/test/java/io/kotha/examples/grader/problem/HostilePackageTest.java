package io.kotha.examples.grader.problem;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that try to read files of the host, or to hide test cases. */
class HostilePackageTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "problem.yaml",
        "domjudge-problem.ini",
        ".timelimit",
        "data/testdata.yaml",
        "data/test_group.yaml",
        "data/sample/testdata.yaml",
        "data/sample/1.yaml",
        "data/sample/1.in",
        "data/sample/1.ans",
        "data/sample/1.files/x",
      })
  void refusesLinksOutOfThePackageAndDoesNotQuoteTheirFiles(String name) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "root:$6$hash\n");
    PackageFixture fixture = PackageFixture.echo(directory, "p");
    Files.deleteIfExists(fixture.root().resolve(name));
    if (name.equals("domjudge-problem.ini")) {
      // The other file would be read first.
      Files.delete(fixture.root().resolve(".timelimit"));
    }
    assertThatThrownBy(() -> read(fixture.link(name, secret)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("leads out")
        .hasMessageNotContaining("hash");
  }

  @Test
  void complaintAboutYamlGivesThePlaceAndNotTheText() {
    PackageFixture fixture =
        PackageFixture.echo(directory, "p").file("data/testdata.yaml", "a: 1\nroot:$6$hash: :\n");
    assertThatThrownBy(() -> read(fixture))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at line 2, column")
        .hasMessageNotContaining("hash");
    fixture.file("data/testdata.yaml", "hash: 1\nhash: 2\n");
    assertThatThrownBy(() -> read(fixture))
        .hasMessageContaining("at line 2, column 1")
        .hasMessageNotContaining("hash");
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void directoryOfMoreEntriesThanTheLimitIsRefused() throws Exception {
    PackageFixture fixture = PackageFixture.echo(directory, "p");
    junk(fixture.root().resolve("data/sample"), 20_001);
    assertThatThrownBy(() -> read(fixture))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 20000 entries");
  }

  private static void junk(Path directory, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.createFile(directory.resolve(".j" + i));
    }
  }

  private static Problem read(PackageFixture fixture) throws InputException {
    return ProblemReader.readAll(fixture.root(), Optional.empty()).get(0);
  }
}
