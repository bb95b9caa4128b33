package io.kotha.examples.grader.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.SourceFile;
import io.kotha.sandbox.MemorySize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemReaderTest {

  @TempDir Path directory;

  @Test
  void readsALegacyPackage() throws Exception {
    PackageFixture fixture =
        PackageFixture.in(directory, "sums")
            .file(
                "problem.yaml",
                """
                name: Sums
                limits: {memory: 256, output: 4, code: 64, validation_time: 7}
                validator_flags: float_tolerance 1e-4
                """)
            .file(".timelimit", "2.5\n")
            .testCase("data/sample/1", "1", "1")
            .testCase("data/secret/02", "2", "2")
            .testCase("data/secret/01-group/b", "4", "4")
            .testCase("data/secret/01-group/a", "3", "3")
            .file("data/secret/01-group/testdata.yaml", "output_validator_flags: case_sensitive\n")
            .file("submissions/accepted/a.c", "")
            .file("submissions/wrong_answer/folder/Main.java", "")
            .file("submissions/wrong_answer/folder/Util.java", "")
            .file("submissions/mixed/m.py", "# @EXPECTED_RESULTS@: CORRECT, TIMELIMIT\n");
    Problem problem = read(fixture);
    assertThat(problem.name()).isEqualTo("sums");
    assertThat(problem.title()).isEqualTo("Sums");
    assertThat(problem.limits().time()).isEqualTo(Duration.ofMillis(2500));
    assertThat(problem.limits().memory()).isEqualTo(MemorySize.MiB(256));
    assertThat(problem.limits().output()).isEqualTo(MemorySize.MiB(4));
    assertThat(problem.limits().code()).isEqualTo(MemorySize.KiB(64));
    assertThat(problem.limits().validation().time()).isEqualTo(Duration.ofSeconds(7));
    assertThat(problem.limits().compilation().memory()).isEqualTo(MemorySize.MiB(2048));
    assertThat(problem.validation()).isInstanceOf(Validation.Default.class);
    assertThat(problem.files()).isEqualTo(Problem.WorkingDirectory.READ_ONLY);
    assertThat(problem.cases())
        .extracting(TestCase::name)
        .containsExactly("sample/1", "secret/01-group/a", "secret/01-group/b", "secret/02");
    assertThat(problem.cases().get(1).validatorArguments())
        .containsExactly("float_tolerance", "1e-4", "case_sensitive");
    assertThat(problem.cases().get(3).validatorArguments())
        .containsExactly("float_tolerance", "1e-4");
    assertThat(problem.submissions())
        .extracting(Submission::name)
        .containsExactly("accepted/a.c", "mixed/m.py", "wrong_answer/folder");
    assertThat(problem.submissions().get(1).expectation().judgements())
        .containsExactly(Judgement.AC, Judgement.TLE);
    assertThat(problem.submissions().get(2).source().files())
        .extracting(SourceFile::name)
        .containsExactly("Main.java", "Util.java");
  }

  @Test
  void readsA202307Package() throws Exception {
    PackageFixture fixture =
        PackageFixture.in(directory, "guess")
            .file(
                "problem.yaml",
                """
                problem_format_version: 2023-07-draft
                name: {sv: Gissa, en: Guess}
                type: [pass-fail, interactive]
                limits: {time_limit: 1.5}
                allow_file_writing: true
                """)
            .testCase("data/secret/1", "", "")
            .file("data/secret/test_group.yaml", "output_validator_args: [max, '7']\n")
            .testCase("data/secret/2", "", "")
            .file("data/secret/2.yaml", "args: [-v]\noutput_validator_args: []\n")
            .file("data/secret/2.files/extra.txt", "x")
            .file("data/invalid_input/no.in", "")
            .file("output_validator/validate.py", "")
            .file("include/default/lib.h", "")
            .file("include/cpp/main.cc", "")
            .file("submissions/rejected/a.cc", "");
    Problem problem = read(fixture);
    assertThat(problem.title()).isEqualTo("Guess");
    assertThat(problem.limits().time()).isEqualTo(Duration.ofMillis(1500));
    assertThat(problem.validation()).isInstanceOf(Validation.Interactive.class);
    assertThat(problem.files()).isEqualTo(Problem.WorkingDirectory.WRITABLE);
    assertThat(problem.cases()).hasSize(2);
    assertThat(problem.cases().get(0).validatorArguments()).containsExactly("max", "7");
    assertThat(problem.cases().get(1).validatorArguments()).isEmpty();
    assertThat(problem.cases().get(1).arguments()).containsExactly("-v");
    assertThat(problem.cases().get(1).files())
        .extracting(SourceFile::name)
        .containsExactly("extra.txt");
    assertThat(problem.included()).containsOnlyKeys("default", "cpp");
  }

  @Test
  void readsLegacyValidators() throws Exception {
    PackageFixture fixture =
        PackageFixture.echo(directory, "custom")
            .file("problem.yaml", "validation: custom\n")
            .file("output_validators/one/validate.cc", "")
            .file("output_validators/one/validate.h", "")
            .file("output_validators/two.py", "");
    Validation.Custom custom = (Validation.Custom) read(fixture).validation();
    assertThat(custom.programs())
        .extracting(ProgramSource::name)
        .containsExactly("output_validators/one", "output_validators/two.py");
    assertThat(custom.programs().get(0).files()).hasSize(2);
  }

  @Test
  void readsAFolderOfPackages() throws Exception {
    PackageFixture.echo(directory, "b");
    PackageFixture.echo(directory, "a");
    PackageFixture.in(directory, "docs").file("README", "");
    assertThat(ProblemReader.readAll(directory, Optional.empty()))
        .extracting(Problem::name)
        .containsExactly("a", "b");
  }

  @Test
  void timeLimitSourcesHaveAPrecedence() throws Exception {
    PackageFixture fixture = PackageFixture.echo(directory, "p");
    Files.delete(fixture.root().resolve(".timelimit"));
    assertThat(read(fixture).limits().time()).isEqualTo(TimeLimit.DEFAULT);
    fixture.file("domjudge-problem.ini", "short-name = p\ntimelimit='3'\n");
    assertThat(read(fixture).limits().time()).isEqualTo(Duration.ofSeconds(3));
    fixture.file(".timelimit", "0.5");
    assertThat(read(fixture).limits().time()).isEqualTo(Duration.ofMillis(500));
    assertThat(
            ProblemReader.readAll(fixture.root(), Optional.of(Duration.ofSeconds(9)))
                .get(0)
                .limits()
                .time())
        .isEqualTo(Duration.ofSeconds(9));
    fixture.file("problem.yaml", "limits: {time_limit: 2}\n");
    assertComplaint(fixture, "contradicts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "problem_format_version: 1999-01 | problem_format_version",
        "type: scoring | type",
        "type: [interactive, multi-pass] | type",
        "validation: custom | output_validators",
        "validation: custom score | custom [interactive]",
        "validation: clever | validation",
        "validator_flags: float_tolerance | tolerance",
        "validator_flags: nonsense | nonsense",
        "limits: {memory: -5} | limits.memory",
        "limits: {memory: lots} | limits.memory",
        "limits: 5 | limits",
        "constants: {n: 5} | constants",
        "'name: [' | problem.yaml",
        "{problem_format_version: 2023-07, name: x, type: interactive} | output_validator",
      })
  void rejectsUnsupportedSettings(String yaml, String named) {
    assertComplaint(
        PackageFixture.echo(directory, "p").file("problem.yaml", yaml + "\n"), named.trim());
  }

  @Test
  void ceilingsReplaceLargerLimits() throws Exception {
    ProblemLimits limits =
        read(PackageFixture.echo(directory, "p")
                .file("problem.yaml", "limits: {memory: 9000, code: 1000000, output: 64}\n"))
            .limits();
    assertThat(limits.memory()).isEqualTo(MemorySize.MiB(4096));
    assertThat(limits.code()).isEqualTo(MemorySize.MiB(16));
    assertThat(limits.output()).isEqualTo(MemorySize.MiB(64));
    assertThat(limits.warnings())
        .containsExactly(
            "limits.memory: 9000 MiB is above this grader's ceiling; 4096 MiB applies",
            "limits.code: 976 MiB is above this grader's ceiling; 16 MiB applies");
  }

  @Test
  void rejectsMoreValidatorsThanTheGraderKeeps() {
    PackageFixture fixture =
        PackageFixture.echo(directory, "p").file("problem.yaml", "validation: custom\n");
    for (int i = 0; i < 9; i++) {
      fixture.file("output_validators/" + i + ".py", "");
    }
    assertComplaint(fixture, "more than 8 validators");
  }

  @Test
  void rejectsRepeatedTolerancesSince202307() {
    assertComplaint(
        PackageFixture.echo(directory, "p")
            .file("problem.yaml", "problem_format_version: 2025-09\n")
            .file(
                "data/sample/test_group.yaml",
                "output_validator_args: [float_tolerance, '1', float_tolerance, '1']\n"),
        "twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "NaN", "1e99", ""})
  void rejectsInvalidTimeLimits(String text) {
    assertComplaint(PackageFixture.echo(directory, "p").file(".timelimit", text), ".timelimit");
  }

  @Test
  void rejectsIncompletePackages() {
    assertComplaint(PackageFixture.in(directory, "a").file("x", ""), "problem.yaml");
    assertComplaint(PackageFixture.in(directory, "b").file("problem.yaml", ""), "data");
    assertComplaint(
        PackageFixture.in(directory, "c").file("problem.yaml", "").file("data/secret/x", ""),
        "no test case");
    assertComplaint(
        PackageFixture.in(directory, "d").file("problem.yaml", "").file("data/secret/1.in", ""),
        "answer");
    assertComplaint(
        PackageFixture.in(directory, "e")
            .file("problem.yaml", "")
            .testCase("data/secret/1", "", ""),
        "submissions");
    assertComplaint(
        PackageFixture.echo(directory, "f").file("submissions/unheard_of/a.c", ""), "tag");
    assertThatThrownBy(() -> ProblemReader.readAll(directory.resolve("nowhere"), Optional.empty()))
        .isInstanceOf(InputException.class);
  }

  @Test
  void rejectsASubmissionThatLinksToTheHost() {
    assertComplaint(
        PackageFixture.echo(directory, "p")
            .link("submissions/accepted/x.c", Path.of("/etc/passwd")),
        "leads out");
  }

  private static Problem read(PackageFixture fixture) throws InputException {
    List<Problem> problems = ProblemReader.readAll(fixture.root(), Optional.empty());
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static void assertComplaint(PackageFixture fixture, String text) {
    assertThatThrownBy(() -> read(fixture))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(text)
        .hasMessageContaining(fixture.root().toString());
  }
}
