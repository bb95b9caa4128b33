package io.kotha.examples.grader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.problem.Packages;
import io.kotha.examples.grader.problem.UnreadablePackage;
import io.kotha.examples.grader.report.Grading;
import io.kotha.sandbox.limits.Limits;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  private static final Grading GRADING =
      new Grading(
          new Packages(
              List.of(),
              List.of(
                  new UnreadablePackage("bad", new InputException(Path.of("bad"), "not YAML")))),
          List.of(),
          Limits.Fallback.REFUSE);

  @TempDir Path temporary;

  private final StringWriter out = new StringWriter();
  private Path json;
  private Path html;

  @BeforeEach
  void resolve() throws Exception {
    Path directory = Files.createDirectory(temporary.toRealPath().resolve("reports"));
    json = directory.resolve("report.json");
    html = directory.resolve("report.html");
  }

  @Test
  void checkChangesNothing() throws Exception {
    Files.writeString(json, "results of the last run");
    reports().check();
    assertThat(json).hasContent("results of the last run");
    assertThat(html).doesNotExist();
  }

  @Test
  void missingDirectoryIsNamedWithARemedy() throws Exception {
    Files.delete(json.getParent());
    assertThatThrownBy(() -> reports().check())
        .isInstanceOf(InputException.class)
        .hasMessage(
            json + ": cannot write the report: \"reports\" does not exist; create the directory");
  }

  @Test
  void reportThatCannotBeWrittenDoesNotLoseTheOther() throws Exception {
    Files.createDirectory(json);
    assertThatThrownBy(() -> reports().write(GRADING)).hasMessageStartingWith(json.toString());
    assertThat(html).content().contains("not YAML");
    assertThat(out.toString()).contains("not YAML");
  }

  @Test
  void everyReportThatCannotBeWrittenIsNamed() throws Exception {
    Files.createDirectory(json);
    Files.createDirectory(html);
    assertThatThrownBy(() -> reports().write(GRADING))
        .hasMessageStartingWith(json.toString())
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(other -> assertThat(other).hasMessageStartingWith(html.toString())));
  }

  private Reports reports() {
    return new Reports(new PrintWriter(out), json, html);
  }
}
