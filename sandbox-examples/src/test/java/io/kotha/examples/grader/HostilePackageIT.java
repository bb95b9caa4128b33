package io.kotha.examples.grader;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.judge.LimitedRooms;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that are larger than the grader's memory or disk, beside a package that is not. */
@Timeout(120)
class HostilePackageIT {

  private static final long GIB = 1L << 30;

  @TempDir Path directory;

  @BeforeEach
  void needRooms() throws Exception {
    LimitedRooms.assume();
  }

  /** A sparse file, so that the package itself needs no disk. */
  @ParameterizedTest
  @CsvSource({
    "data/secret/1.in, ''",
    "data/secret/1.ans, ''",
    "data/secret/1.in, validation: custom",
    "data/secret/1.ans, validation: custom",
  })
  void caseAboveTheCeilingIsAJudgingErrorOfItsPackageOnly(String name, String yaml)
      throws Exception {
    PackageFixture hostile =
        PackageFixture.echo(directory, "hostile")
            .file("problem.yaml", yaml + "\n")
            .file("output_validators/v.sh", "exit 42\n")
            .testCase("data/secret/1", "1\n", "1\n")
            .file("submissions/accepted/hostile.sh", "exec cat\n");
    Files.delete(hostile.root().resolve("submissions/accepted/echo.sh"));
    sparse(hostile, name, 3 * GIB);
    GradeRun run = gradeWithAnother();
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.verdict("accepted/hostile.sh")).isEqualTo("JE");
    assertThat(run.reason("accepted/hostile.sh"))
        .contains("secret/1")
        .contains("larger than 67108864 bytes");
    assertThat(run.results().get("accepted/hostile.sh").getAsJsonArray("cases")).hasSize(2);
    assertThat(run.verdict("accepted/echo.sh")).isEqualTo("AC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output_validators/v/huge",
        "include/default/huge",
        "data/secret/1.files/huge",
      })
  void programAboveTheCeilingIsNotCopied(String name) throws Exception {
    PackageFixture hostile =
        PackageFixture.echo(directory, "hostile")
            .file("problem.yaml", "validation: custom\n")
            .file("output_validators/v/run", "#!/bin/sh\nexit 42\n")
            .executable("output_validators/v/run")
            .testCase("data/secret/1", "1\n", "1\n")
            .file("submissions/accepted/hostile.sh", "exec cat\n");
    Files.delete(hostile.root().resolve("submissions/accepted/echo.sh"));
    // Each part is below the ceiling.
    sparse(hostile, name, GIB / 32);
    sparse(hostile, name + "2", GIB / 32);
    sparse(hostile, name + "3", GIB / 32);
    GradeRun run = gradeWithAnother();
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.verdict("accepted/hostile.sh")).isEqualTo("JE");
    assertThat(run.reason("accepted/hostile.sh")).contains("larger than 67108864 bytes");
    assertThat(run.verdict("accepted/echo.sh")).isEqualTo("AC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not YAML", "validators", "link"})
  void packageThatCannotBeReadIsAJudgingErrorOfItsOwn(String kind) throws Exception {
    PackageFixture bad = PackageFixture.echo(directory, "bad");
    switch (kind) {
      case "not YAML" -> bad.file("problem.yaml", "name: [\n");
      case "validators" -> {
        bad.file("problem.yaml", "validation: custom\n");
        for (int i = 0; i < 9; i++) {
          bad.file("output_validators/" + i + ".sh", "exit 42\n");
        }
      }
      default -> bad.link("data/secret", directory);
    }
    Path html = directory.resolve("report.html");
    GradeRun run = gradeWithAnother("--html", html.toString());
    assertThat(run.status()).as(run.out()).isEqualTo(3);
    assertThat(run.verdict("bad")).isEqualTo("JE");
    assertThat(run.reason("bad")).contains("/bad/");
    assertThat(run.verdict("accepted/echo.sh")).isEqualTo("AC");
    assertThat(run.results()).hasSize(2);
    assertThat(run.out()).contains("the package cannot be read", "1 unreadable package");
    assertThat(html).content().contains("This package cannot be read", "echo.sh");
  }

  @Test
  void ceilingsReplaceLargerLimitsWithAWarning() throws Exception {
    PackageFixture fixture =
        PackageFixture.echo(directory, "p")
            .file("problem.yaml", "limits: {output: 1048576}\n")
            .file("submissions/output_limit_exceeded/flood.sh", "yes\n");
    Path html = directory.resolve("report.html");
    GradeRun run = GradeRun.of(fixture, "--html", html.toString(), "--time-limit", "30");
    assertThat(run.status()).as(run.out()).isZero();
    String warning = "limits.output: 1048576 MiB is above this grader's ceiling; 64 MiB applies";
    assertThat(run.out()).contains("p: " + warning);
    assertThat(Files.readString(html)).contains(warning.replace("'", "&#39;"));
    assertThat(
            run.results().get("accepted/echo.sh").getAsJsonArray("warnings").get(0).getAsString())
        .isEqualTo(warning);
  }

  private GradeRun gradeWithAnother(String... options) throws IOException {
    PackageFixture.echo(directory, "other");
    return GradeRun.of(PackageFixture.in(directory, "."), options);
  }

  private static void sparse(PackageFixture fixture, String name, long size) throws IOException {
    Path path = fixture.root().resolve(name);
    Files.createDirectories(path.getParent());
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }
  }
}
