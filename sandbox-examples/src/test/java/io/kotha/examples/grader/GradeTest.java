package io.kotha.examples.grader;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.PackageFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  /** A submission of an earlier call may have left the link. */
  @ParameterizedTest
  @ValueSource(strings = {"--json", "--html"})
  void reportFollowsNoLink(String option) throws Exception {
    String echo = PackageFixture.echo(directory, "echo").root().toString();
    Path place = directory.toRealPath();
    Path victim = Files.writeString(place.resolve("victim"), "untouched");
    Path link = Files.createSymbolicLink(place.resolve("link"), victim);
    Outcome outcome = run(List.of(echo, option, link.toString()));
    assertThat(victim).hasContent("untouched");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.errors()).hasLineCount(1).contains(link.toString());
  }

  @Test
  void helpExitsWithStatus0() {
    assertThat(run(List.of("--help")).status()).isZero();
  }

  /** Status 1 would say that a submission got an unexpected verdict. */
  @Test
  void failureOfTheGraderExitsWithStatus3() {
    StringWriter errors = new StringWriter();
    PrintWriter failing =
        new PrintWriter(errors) {
          private boolean failed;

          @Override
          public void println(String line) {
            if (!failed) { // the second line is the stack trace
              failed = true;
              throw new IllegalStateException("thrown by the test");
            }
            super.println(line);
          }
        };
    String nowhere = directory.resolve("nowhere").toString();
    assertThat(execute(List.of(nowhere), failing)).isEqualTo(3);
    assertThat(errors.toString()).contains("thrown by the test");
  }

  private record Outcome(int status, String errors) {}

  private static Outcome run(List<String> line) {
    StringWriter errors = new StringWriter();
    return new Outcome(execute(line, new PrintWriter(errors)), errors.toString());
  }

  private static int execute(List<String> line, PrintWriter errors) {
    return new CommandLine(new Grade())
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(errors)
        .execute(line.toArray(String[]::new));
  }
}
