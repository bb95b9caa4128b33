package io.kotha.examples.grader;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.PackageFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests of command lines that fail before a submission runs. */
class GradeTest {

  @TempDir Path directory;

  @Test
  void invalidCommandLineExitsWithStatus2() {
    String echo = PackageFixture.echo(directory, "echo").root().toString();
    for (List<String> line :
        List.of(
            List.<String>of(),
            List.of("--nonsense"),
            List.of(echo, "--jobs", "0"),
            List.of(echo, "--jobs", "many"),
            List.of(echo, "--time-limit", "0"),
            List.of(echo, "--languages", directory.resolve("none.yaml").toString()))) {
      assertThat(run(line).status()).as(line.toString()).isEqualTo(2);
    }
  }

  @Test
  void unreadablePackageExitsWithStatus2AndIsNamed() {
    PackageFixture bad = PackageFixture.echo(directory, "bad").file("problem.yaml", "name: [\n");
    Outcome outcome = run(List.of(bad.root().toString()));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.errors()).contains(bad.root().resolve("problem.yaml").toString());
    assertThat(run(List.of(directory.resolve("nowhere").toString())).status()).isEqualTo(2);
  }

  @Test
  void helpExitsWithStatus0() {
    assertThat(run(List.of("--help")).status()).isZero();
  }

  private record Outcome(int status, String errors) {}

  private static Outcome run(List<String> line) {
    StringWriter errors = new StringWriter();
    int status =
        new CommandLine(new Grade())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(errors))
            .execute(line.toArray(String[]::new));
    return new Outcome(status, errors.toString());
  }
}
