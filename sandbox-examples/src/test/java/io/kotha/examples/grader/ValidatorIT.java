package io.kotha.examples.grader;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.judge.LimitedRooms;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of packages with custom validators. */
@Timeout(120)
class ValidatorIT {

  @TempDir Path directory;

  @BeforeEach
  void needRooms() throws Exception {
    LimitedRooms.assume();
  }

  @Test
  void validatorGetsFilesAndArgumentsOfTheFormat() throws Exception {
    PackageFixture fixture =
        custom("validator_flags: first second")
            .file(
                "output_validators/check.sh",
                """
                [ "$(cat "$1")" = 42 ] || exit 1
                [ "$(cat "$2")" = 42 ] || exit 2
                case $3 in */) ;; *) exit 3 ;; esac
                [ "$4 $5 $#" = "first second 5" ] || exit 4
                read -r answer
                echo "got $answer" > "$3judgemessage.txt"
                [ "$answer" = 42 ] && exit 42
                exit 43
                """)
            .file("submissions/wrong_answer/other.sh", "echo 7\n");
    GradeRun run = GradeRun.of(fixture);
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.reason("wrong_answer/other.sh")).contains("got 7");
  }

  @Test
  void everyValidatorMustAccept() throws Exception {
    PackageFixture fixture =
        custom("")
            .file("output_validators/1.sh", "exit 42\n")
            .file("output_validators/2.sh", "read -r x; [ $x = 42 ] && exit 42; exit 43\n")
            .file("submissions/wrong_answer/other.sh", "echo 7\n");
    GradeRun run = GradeRun.of(fixture);
    assertThat(run.status()).as(run.out()).isZero();
  }

  @Test
  void validatorIsBuiltAndRunByItsScripts() throws Exception {
    PackageFixture fixture =
        custom("")
            .file(
                "output_validators/v/build",
                "#!/bin/sh\nset -e\ncc -o compare compare.c\n"
                    + "printf '#!/bin/sh\\nexec /box/compare \"$@\"\\n' > run\nchmod +x run\n")
            .executable("output_validators/v/build")
            .file(
                "output_validators/v/compare.c",
                """
                #include <stdio.h>
                int main(void) { int x; return scanf("%d", &x) == 1 && x == 42 ? 42 : 43; }
                """)
            .file("submissions/wrong_answer/other.sh", "echo 7\n");
    GradeRun run = GradeRun.of(fixture);
    assertThat(run.status()).as(run.out()).isZero();
  }

  @Test
  void failingValidatorIsAJudgingError() throws Exception {
    for (String validator :
        new String[] {"exit 0", "exit 1", "kill -SEGV $$", "yes", "while :; do :; done"}) {
      PackageFixture fixture =
          custom("limits: {validation_time: 1}").file("output_validators/v.sh", validator + "\n");
      GradeRun run = GradeRun.of(fixture);
      assertThat(run.status()).as(validator).isEqualTo(3);
      assertThat(run.verdict("accepted/echo.sh")).isEqualTo("JE");
      assertThat(run.results().get("accepted/echo.sh").get("agrees").getAsBoolean()).isFalse();
      assertThat(run.reason("accepted/echo.sh")).contains("output_validators/v.sh");
    }
  }

  @Test
  void brokenValidatorIsAJudgingErrorForEverySubmission() throws Exception {
    PackageFixture fixture =
        custom("")
            .file("output_validators/v.c", "this is not C\n")
            .file("submissions/compile_error/broken.sh", "if\n");
    GradeRun run = GradeRun.of(fixture);
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.verdict("accepted/echo.sh")).isEqualTo("JE");
    assertThat(run.reason("accepted/echo.sh")).contains("cannot be built");
  }

  private PackageFixture custom(String yaml) {
    return PackageFixture.echo(directory, "custom")
        .file("problem.yaml", "validation: custom\n" + yaml + "\n");
  }
}
