package io.kotha.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.readme.Documentation.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code and the links of the documentation hold. */
class DocumentationTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern SCRIPT = Pattern.compile("(?<![\\w/])bin/\\w+");
  private static final Pattern TABLE_ROW = Pattern.compile("\\| ([^|]+) \\| ([\\d.]+ ms) \\|.*");
  private static final int MOST_LINES_OF_README = 150;

  @TempDir Path dir;

  static List<Block> javaBlocks() throws IOException {
    return Documentation.blocks("java");
  }

  static List<Block> quotedBlocks() throws IOException {
    return Documentation.blocks("kotlin", "scala");
  }

  static List<Path> pages() throws IOException {
    return Documentation.pages();
  }

  @ParameterizedTest
  @MethodSource("javaBlocks")
  void javaBlockCompiles(Block block) {
    assertThat(Documentation.compile(block, dir)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("quotedBlocks")
  void kotlinAndScalaBlocksAreQuotedFromTheExamples(Block block) throws IOException {
    List<String> sources = new ArrayList<>();
    for (String tree : List.of("src/main/", "src/test/")) {
      try (Stream<Path> files = Files.walk(Path.of(tree + block.language()))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          sources.add(Files.readString(file));
        }
      }
    }
    assertThat(sources).as("a source with this block").anyMatch(s -> s.contains(block.text()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void relativeLinksLeadToFilesAndHeadings(Path page) throws IOException {
    Matcher matcher = LINK.matcher(Files.readString(page));
    while (matcher.find()) {
      String target = matcher.group(1);
      if (target.contains("://")) {
        continue;
      }
      String[] parts = target.split("#", 2);
      Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
      assertThat(file).as(target).exists();
      assertThat(file.toAbsolutePath().normalize())
          .as(target)
          .startsWith(Documentation.ROOT.toAbsolutePath().normalize());
      if (parts.length == 2) {
        assertThat(headings(file)).as(target).contains(parts[1]);
      }
    }
  }

  /** As GitHub makes anchors of them. */
  private static List<String> headings(Path page) throws IOException {
    return Files.readString(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void scriptsThatAreNamedExist(Path page) throws IOException {
    Matcher matcher = SCRIPT.matcher(Files.readString(page));
    while (matcher.find()) {
      assertThat(Documentation.ROOT.resolve(matcher.group())).isExecutable();
    }
  }

  @Test
  void everyPageIsInTheIndex() throws IOException {
    String index =
        Files.readString(Documentation.ROOT.resolve("docs/README.md"))
            + Files.readString(Documentation.ROOT.resolve("docs/decisions/README.md"));
    for (Path page : pages()) {
      if (page.toString().contains("docs") && !page.endsWith("README.md")) {
        assertThat(index).contains(page.getFileName() + ")");
      }
    }
  }

  @Test
  void readmeIsShort() throws IOException {
    assertThat(Files.readAllLines(Documentation.README)).hasSizeLessThan(MOST_LINES_OF_README);
  }

  @Test
  void readmeFiguresAreThoseOfTheWholeTablesAndThePicture() throws IOException {
    String tables = Files.readString(Documentation.ROOT.resolve("docs/performance.md"));
    String picture = Files.readString(Documentation.ROOT.resolve("docs/img/start-to-exit.svg"));
    List<String> found = new ArrayList<>();
    for (String line : Files.readAllLines(Documentation.README)) {
      Matcher row = TABLE_ROW.matcher(line);
      if (row.matches()) {
        found.add(row.group(1));
        assertThat(tables).contains(line.substring(0, line.length() - 1));
        assertThat(picture).contains(">" + row.group(1) + "<").contains(">" + row.group(2) + "<");
      }
    }
    assertThat(found).contains("ProcessBuilder", "Kotha, cold full room");
  }
}
