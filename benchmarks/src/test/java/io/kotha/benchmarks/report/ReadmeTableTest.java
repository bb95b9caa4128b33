package io.kotha.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.benchmarks.accuracy.Page;
import io.kotha.benchmarks.result.SampleResults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReadmeTableTest {

  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->\n";

  @TempDir Path directory;

  @Test
  void tableHasDateCommandAndHost() {
    assertThat(ReadmeTable.of(SampleResults.some()))
        .contains("2026-01-02", "`bin/bench --sample`", "1 processor")
        .contains(
            "| Kotha, cold full room | 3.00 ms | 1.50 × | 3.00 ms | – | all seven namespaces |")
        .contains("| docker | no daemon answers |");
  }

  @Test
  void tableHasAllocations() {
    assertThat(ReadmeTable.of(SampleResults.some()))
        .contains("| Kotha, cold full room | 25.0 kB | 40.0 kB |");
  }

  @Test
  void pipeCharacterInACellIsEscaped() {
    assertThat(ReadmeTable.of(SampleResults.some()).lines().filter(line -> line.contains("bwrap")))
        .singleElement()
        .asString()
        .contains("\\| 1.0 |");
  }

  @Test
  void shortTableHasOnlyStartToExit() {
    assertThat(ReadmeTable.shortTable(SampleResults.some()))
        .contains("2026-01-02", "`bin/bench --sample`", "1 processor")
        .contains("| Kotha, cold full room | 3.00 ms | 1.50 × | 3.00 ms |\n")
        .doesNotContain("no daemon answers");
  }

  @Test
  void pictureIsAnSvgFileOfItsOwn() throws Exception {
    String picture = ReadmeTable.picture(SampleResults.some());
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(picture.getBytes(StandardCharsets.UTF_8)));
    assertThat(svg.getDocumentElement().getAttribute("xmlns"))
        .isEqualTo("http://www.w3.org/2000/svg");
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("Kotha, cold full room", "3.00 ms", "prefers-color-scheme: dark")
        .doesNotContain("p90");
  }

  @Test
  void writesReadmePerformancePageAndPicture() throws Exception {
    Path readme = directory.resolve("README.md");
    Path page = Files.createDirectory(directory.resolve("docs")).resolve("performance.md");
    for (Path file : List.of(readme, page)) {
      Files.writeString(file, "before\n" + BEGIN + "old\n" + END + "after\n");
    }
    ReadmeTable.write(readme, SampleResults.some());
    assertThat(readme).content().contains("| Kotha, cold full room |").doesNotContain("budget");
    assertThat(page).content().contains("| Kotha, cold full room |").contains("budget");
    assertThat(directory.resolve("docs/img/start-to-exit.svg")).isNotEmptyFile();
  }

  @Test
  void onlyContentBetweenTheMarksIsReplaced() throws Exception {
    Path file = directory.resolve("README.md");
    Files.writeString(file, "before\n" + BEGIN + "old\n" + END + "after\n");
    Page.replace(file, "new\n");
    Page.replace(file, "newer\n");
    assertThat(file).hasContent("before\n" + BEGIN + "\nnewer\n\n" + END + "after\n");
  }

  @Test
  void fileWithoutMarksIsNotWritten() throws Exception {
    Path file = directory.resolve("README.md");
    Files.writeString(file, "no marks\n");
    assertThatThrownBy(() -> Page.replace(file, "new")).isInstanceOf(IOException.class);
    assertThat(file).hasContent("no marks\n");
  }
}
