package io.kotha.examples.grader.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.language.LanguageTable;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.ProblemReader;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.limits.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk space that built programs take while others are judged. */
@Timeout(120)
class BuiltFilesIT {

  @TempDir Path directory;

  @Test
  void validatorsAreDeletedAfterTheLastSubmissionOfTheirProblem() throws Exception {
    custom("a", "exit 42\n");
    custom("b", "exit 42\n")
        .file("problem.yaml", "problem_format_version: 2023-07\ntype: interactive\n")
        .file("output_validator/v.sh", "exit 42\n");
    custom("c", "exit 42\n").file("output_validators/w.sh", "if\n");
    custom("d", "exit 42\n").file("output_validators/w/no_run", "");
    List<Problem> problems = ProblemReader.readAll(directory, Optional.empty());
    try (Scratch scratch = Scratch.open()) {
      Grader grader =
          new Grader(
              new Grader.Options(
                  LanguageTable.builtIn(), Limits.Fallback.REFUSE, 1, AfterFailure.STOP),
              scratch);
      try {
        grader.check();
      } catch (UnsupportedHostException e) {
        Assumptions.abort("host lacks " + e.missing().get(0).feature() + ": " + e.getMessage());
      }
      assertThat(grader.grade(problems, result -> {}))
          .extracting(SubmissionResult::judgement)
          .containsExactly(Judgement.AC, Judgement.AC, Judgement.JE, Judgement.JE);
      Path probe = scratch.directory("probe");
      try (Stream<Path> left = Files.list(probe.getParent())) {
        assertThat(left).containsExactly(probe);
      }
    }
  }

  private PackageFixture custom(String name, String validator) {
    return PackageFixture.echo(directory, name)
        .file("problem.yaml", "validation: custom\n")
        .file("output_validators/v.sh", validator);
  }
}
