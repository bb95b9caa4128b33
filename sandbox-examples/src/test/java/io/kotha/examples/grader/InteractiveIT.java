package io.kotha.examples.grader;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.judge.LimitedRooms;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of interactive problems, with the real sandbox. */
@Timeout(180)
class InteractiveIT {

  /** Writes a number and expects its double, three times. */
  private static final String VALIDATOR =
      """
      trap '' PIPE
      wrong() { echo "$1" > "$feedback/judgemessage.txt"; exit 43; }
      feedback=$3
      for n in 5 12 40; do
        echo $n
        read -r answer || wrong "no answer to $n"
        [ "$answer" = $((2 * n)) ] || wrong "$answer is not twice $n"
      done
      exit 42
      """;

  @TempDir Path directory;

  @BeforeEach
  void needRooms() throws Exception {
    LimitedRooms.assume();
  }

  @Test
  void everyEndOfAnInteractionGetsItsVerdict() throws Exception {
    PackageFixture fixture =
        interactive(VALIDATOR)
            .file("submissions/accepted/right.sh", "while read -r n; do echo $((2 * n)); done\n")
            .file(
                "submissions/wrong_answer/thrice.sh", "while read -r n; do echo $((3 * n)); done\n")
            .file("submissions/wrong_answer/leaves.sh", "read -r n; echo $((2 * n))\n")
            .file(
                "submissions/wrong_answer/then_fails.sh",
                "read -r n; echo 1; read -r n || { sleep 0.2; exit 1; }\n")
            .file(
                "submissions/wrong_answer/then_loops.sh",
                "read -r n; echo 1; while :; do :; done\n")
            .file(
                "submissions/wrong_answer/then_breaks_its_pipe.sh",
                "read -r n; while :; do echo 1; done\n")
            .file(
                "submissions/run_time_error/crashes_later.sh",
                "while read -r n; do echo $((2 * n)); done; exit 3\n")
            .file("submissions/time_limit_exceeded/only_listens.sh", "cat > /dev/null\n")
            .file("submissions/time_limit_exceeded/sleeps.sh", "sleep 60\n")
            .file("submissions/time_limit_exceeded/spins.sh", "while :; do :; done\n")
            .file("submissions/output_limit_exceeded/loud.sh", "yes >&2\n")
            .file("submissions/memory_limit_exceeded/eats.sh", "tail /dev/zero\n");
    GradeRun run = GradeRun.of(fixture, "--jobs", "2");
    run.results()
        .forEach(
            (name, result) ->
                assertThat(result.get("agrees").getAsBoolean())
                    .as("%s: %s", name, result)
                    .isTrue());
    assertThat(run.status()).isZero();
    assertThat(run.reason("wrong_answer/thrice.sh")).contains("15 is not twice 5");
  }

  @Test
  void crashBeforeRejectionIsARunTimeError() throws Exception {
    String patient = VALIDATOR.replace("|| wrong \"no", "|| later wrong \"no");
    PackageFixture fixture =
        interactive("later() { sleep 0.2; \"$@\"; }\n" + patient)
            .file("submissions/run_time_error/crashes.sh", "read -r n; kill -SEGV $$\n");
    GradeRun run = GradeRun.of(fixture);
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.reason("run_time_error/crashes.sh")).contains("signal 11");
  }

  @Test
  void brokenPipeOfTheValidatorIsTheSubmissionsFault() throws Exception {
    PackageFixture fixture =
        interactive("while :; do echo hello; done\n")
            .file("submissions/wrong_answer/leaves.sh", "exit 0\n")
            .file("submissions/run_time_error/crashes.sh", "exit 1\n");
    fixture.file("submissions/accepted/right.sh", "exit 0\n");
    GradeRun run = GradeRun.of(fixture);
    assertThat(run.verdict("wrong_answer/leaves.sh")).isEqualTo("WA");
    assertThat(run.verdict("run_time_error/crashes.sh")).isEqualTo("RTE");
  }

  @Test
  void failingValidatorIsAJudgingError() throws Exception {
    PackageFixture fixture = interactive("exit 1\n").file("submissions/accepted/right.sh", "cat\n");
    GradeRun run = GradeRun.of(fixture);
    assertThat(run.verdict("accepted/right.sh")).isEqualTo("JE");
    assertThat(run.status()).isEqualTo(3);
  }

  private PackageFixture interactive(String validator) {
    return PackageFixture.in(directory, "twice")
        .file(
            "problem.yaml",
            "problem_format_version: 2023-07\nname: Twice\ntype: interactive\n"
                + "limits: {time_limit: 1, memory: 64, output: 1}\n")
        .testCase("data/secret/1", "", "")
        .file("output_validator/validate.sh", validator);
  }
}
