package io.kotha.examples.grader;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.kotha.examples.grader.language.Language;
import io.kotha.examples.grader.language.LanguageTable;
import io.kotha.examples.grader.language.Toolchain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small packages graded for real, in rooms. */
@Timeout(180)
class GraderIT {

  @TempDir Path directory;

  @BeforeEach
  void needRooms() throws Exception {
    GradeRun.assumeRooms();
  }

  @Test
  void everyLanguageThatThisHostHasIsJudged() throws Exception {
    PackageFixture fixture =
        PackageFixture.in(directory, "sum")
            .file("problem.yaml", "name: Sum\nlimits: {memory: 512}\n")
            .file(".timelimit", "20\n")
            .testCase("data/secret/1", "1 2\n", "3\n")
            .testCase("data/secret/2", "20 22\n", "42\n");
    Map<String, String> sums = Sums.byExtension();
    sums.forEach(
        (extension, source) -> fixture.file("submissions/accepted/sum." + extension, source));
    GradeRun run = GradeRun.of(fixture);
    LanguageTable table = LanguageTable.builtIn();
    for (Language language : table.all()) {
      String name = "accepted/sum." + language.extensions().get(0);
      assertThat(run.results()).as(language.name()).containsKey(name);
      boolean ready = Toolchain.of(language) instanceof Toolchain.Ready;
      assertThat(run.verdict(name))
          .as("%s: %s", language.name(), run.reason(name))
          .isEqualTo(ready ? "AC" : "SKIPPED");
    }
    assertThat(run.status()).isZero();
  }

  @Test
  void eachVerdictIsGivenForWhatItMeans() throws Exception {
    PackageFixture fixture =
        PackageFixture.in(directory, "echo")
            .file("problem.yaml", "limits: {memory: 64, output: 1, code: 16}\n")
            .file(".timelimit", "1\n")
            .testCase("data/sample/1", "42\n", "42\n")
            .testCase("data/secret/1", "43\n", "43\n")
            .file("submissions/accepted/right.sh", "cat\n")
            .file("submissions/wrong_answer/always_42.sh", "echo 42\n")
            .file("submissions/wrong_answer/says_nothing.sh", "cat >/dev/null\n")
            .file("submissions/time_limit_exceeded/spins.sh", "while :; do :; done\n")
            .file("submissions/time_limit_exceeded/sleeps.sh", "sleep 60\n")
            .file("submissions/run_time_error/exits.sh", "echo oops >&2; exit 7\n")
            .file("submissions/run_time_error/dies.sh", "kill -SEGV $$\n")
            .file("submissions/memory_limit_exceeded/eats.sh", "x=y; while :; do x=$x$x; done\n")
            .file("submissions/output_limit_exceeded/floods.sh", "yes\n")
            .file("submissions/output_limit_exceeded/floods_stderr.sh", "yes >&2\n")
            .file("submissions/compile_error/broken.sh", "if\n")
            .file("submissions/compile_error/too_long.sh", "cat #" + "x".repeat(20_000) + "\n")
            .file("submissions/accepted/unknown.brainf", "+[,.]\n");
    GradeRun run = GradeRun.of(fixture);
    run.results()
        .forEach(
            (name, result) -> {
              boolean skipped = name.equals("accepted/unknown.brainf");
              assertThat(result.get("agrees").isJsonNull()).as(name).isEqualTo(skipped);
              assertThat(skipped || result.get("agrees").getAsBoolean())
                  .as("%s: %s", name, result)
                  .isTrue();
            });
    assertThat(run.status()).isZero();
    assertThat(run.verdict("accepted/unknown.brainf")).isEqualTo("SKIPPED");
    assertThat(run.reason("run_time_error/exits.sh")).contains("exit status 7", "oops");
    assertThat(run.reason("run_time_error/dies.sh")).contains("signal 11");
    assertThat(run.reason("compile_error/too_long.sh")).contains("16 KiB");
    JsonObject always42 = run.results().get("wrong_answer/always_42.sh");
    assertThat(always42.get("cases").getAsJsonArray()).hasSize(2);
    assertThat(always42.get("reason").getAsString()).startsWith("secret/1: line 1");
    JsonObject spins = run.results().get("time_limit_exceeded/spins.sh");
    assertThat(spins.get("cases").getAsJsonArray()).hasSize(1);
    assertThat(spins.get("cpuMillis").getAsLong()).isBetween(1000L, 1500L);
    JsonObject eats = run.results().get("memory_limit_exceeded/eats.sh");
    assertThat(eats.get("peakMemoryBytes").getAsLong()).isBetween(32L << 20, 64L << 20);
  }

  @Test
  void aDisagreementIsExitStatus1AndExplained() throws Exception {
    PackageFixture fixture =
        PackageFixture.echo(directory, "echo")
            .file("submissions/wrong_answer/in_truth_right.sh", "cat\n");
    GradeRun run = GradeRun.of(fixture, "--jobs", "2");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("echo/wrong_answer/in_truth_right.sh: accepted, expected WA");
    assertThat(run.results().get("accepted/echo.sh").get("agrees").getAsBoolean()).isTrue();
    assertThat(run.results().get("wrong_answer/in_truth_right.sh").get("agrees").getAsBoolean())
        .isFalse();
  }

  @Test
  void allCasesAreRunWhenAskedFor() throws Exception {
    PackageFixture fixture =
        PackageFixture.echo(directory, "echo")
            .testCase("data/secret/1", "1\n", "1\n")
            .testCase("data/secret/2", "2\n", "2\n")
            .file("submissions/wrong_answer/always_1.sh", "echo 1\n");
    JsonObject all = GradeRun.of(fixture, "--all-cases").results().get("wrong_answer/always_1.sh");
    assertThat(all.get("cases").getAsJsonArray())
        .extracting(test -> test.getAsJsonObject().get("verdict").getAsString())
        .containsExactly("WA", "AC", "WA");
    assertThat(all.get("reason").getAsString()).startsWith("sample/1");
  }

  @Test
  void theLaterFormatsInputsReachTheSubmission() throws Exception {
    PackageFixture fixture =
        PackageFixture.in(directory, "inputs")
            .file(
                "problem.yaml",
                "problem_format_version: 2023-07\nname: x\nlimits: {time_limit: 2}\n"
                    + "allow_file_writing: true\n")
            .testCase("data/secret/1", "in\n", "in one two words file included\n")
            .file("data/secret/1.yaml", "args: [one, two words]\n")
            .file("data/secret/1.files/extra.txt", "file\n")
            .file("include/bash/lib.sh", "included() { echo included; }\n")
            .file(
                "submissions/accepted/multi/main.sh",
                "source lib.sh; cat > copy; read x < copy; echo $x \"$1\" \"$2\" $(<extra.txt)"
                    + " $(included)\n")
            .file("submissions/accepted/multi/lib.sh", "included() { echo overwritten; }\n");
    GradeRun run = GradeRun.of(fixture);
    assertThat(run.verdict("accepted/multi")).as(run.reason("accepted/multi")).isEqualTo("AC");
  }

  @Test
  void aWorkingDirectoryIsReadOnlyUnlessTheProblemSaysOtherwise() throws Exception {
    PackageFixture fixture =
        PackageFixture.echo(directory, "echo")
            .file("submissions/run_time_error/writes.sh", "cat; set -e; echo x > file\n");
    assertThat(GradeRun.of(fixture).status()).isZero();
  }

  @Test
  void noSubmissionGetsAtTheFileThatItsInputComesFrom() throws Exception {
    PackageFixture fixture =
        PackageFixture.echo(directory, "echo")
            .file(
                "submissions/accepted/pokes.sh",
                "{ echo spoilt 1<>/proc/self/fd/0; echo spoilt >/proc/self/fd/0; } 2>/dev/null\n"
                    + "readlink /proc/self/fd/0 | grep -q sample && exit 9\ncat\n");
    GradeRun run = GradeRun.of(fixture);
    assertThat(run.verdict("accepted/pokes.sh")).as(run.out()).isEqualTo("AC");
    assertThat(fixture.root().resolve("data/sample/1.in")).hasContent("42\n");
  }

  @Test
  void nothingIsLeftInTheDirectoryForTemporaryFiles() throws Exception {
    GradeRun.of(PackageFixture.echo(directory, "echo"));
    try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left.map(Path::toString).filter(name -> name.contains("kotha-grade-"))).isEmpty();
    }
  }
}
