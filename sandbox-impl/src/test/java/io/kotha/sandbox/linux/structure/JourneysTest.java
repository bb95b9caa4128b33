package io.kotha.sandbox.linux.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that the journeys of docs/architecture.md stop where the code has that name. */
class JourneysTest {

  /** A numbered stop: a Java method, or a function of the helper and its file. */
  private static final Pattern STOP =
      Pattern.compile("(?m)^\\d+\\. `([A-Z]\\w*)\\.(\\w+)`|^\\d+\\. `(\\w+)` in `(\\w+\\.c)`");

  private static final int MAX_STOPS = 12;

  @ParameterizedTest
  @ValueSource(strings = {"memory(MB(10))", "rootfs(path)"})
  void everyStopOfAJourneyIsInTheCode(String journey) throws IOException {
    String text = section(Files.readString(Path.of("../docs/architecture.md")), journey);
    long lines = text.lines().filter(line -> line.matches("\\d+\\. .*")).count();
    assertThat(lines).isBetween(2L, (long) MAX_STOPS);
    Matcher stop = STOP.matcher(text);
    long found = 0;
    while (stop.find()) {
      found++;
      if (stop.group(1) != null) {
        assertThat(java(stop.group(1)))
            .as(stop.group())
            .containsPattern("\\b" + stop.group(2) + "\\(");
      } else {
        assertThat(Files.readString(Path.of("src/main/c", stop.group(4))))
            .as(stop.group())
            .containsPattern("(?m)^[a-z].*\\b" + stop.group(3) + "\\(");
      }
    }
    assertThat(found).as("stops that name code").isEqualTo(lines);
  }

  private static String section(String page, String journey) {
    int begin = page.indexOf("## The journey of " + journey);
    assertThat(begin).as(journey).isNotNegative();
    return page.substring(begin, page.indexOf("\n## ", begin + 1));
  }

  private static String java(String type) {
    for (String source : List.of("src/main/java", "../sandbox-api/src/main/java")) {
      try (Stream<Path> files = Files.walk(Path.of(source))) {
        List<Path> found = files.filter(file -> file.endsWith(type + ".java")).toList();
        if (!found.isEmpty()) {
          return Files.readString(found.get(0));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new AssertionError("no type is named " + type);
  }
}
