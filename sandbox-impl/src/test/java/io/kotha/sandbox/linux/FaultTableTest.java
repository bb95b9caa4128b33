package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Compares the table of faults with the helper's sources: every call there that names a step and an
 * item must have a line, and every line such a call.
 */
class FaultTableTest {

  private static final Path SOURCES = Path.of("src/main/c");

  /** A step as an argument, and the expression of the item after it. */
  private static final Pattern PLACE = Pattern.compile("\\bSTEP_(\\w+),\\s*([^,()]+?)\\s*[,)]");

  private static final Pattern STEP = Pattern.compile("\\bSTEP_\\w+");
  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

  @Test
  void everyFailingPlaceOfTheHelperIsInTheTable() throws Exception {
    Map<String, Set<String>> places = new TreeMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        String text = COMMENT.matcher(Files.readString(file)).replaceAll("");
        Matcher place = PLACE.matcher(text);
        long found = 0;
        while (place.find()) {
          found++;
          places
              .computeIfAbsent(place.group(1) + " " + place.group(2), p -> new TreeSet<>())
              .add(file.getFileName().toString());
        }
        assertThat(found)
            .as("%s: each STEP_ is followed by its item, a number or a name", file)
            .isEqualTo(STEP.matcher(text).results().count());
      }
    }
    Set<String> withoutPlace = new TreeSet<>(Faults.places().keySet());
    withoutPlace.removeAll(places.keySet());
    places.keySet().removeAll(Faults.places().keySet());
    SoftAssertions.assertSoftly(
        softly -> {
          softly.assertThat(places).as("places without a line in the table").isEmpty();
          softly.assertThat(withoutPlace).as("lines without a place in the sources").isEmpty();
        });
  }

  /** Otherwise the line of a constant item could claim the test of another one. */
  @Test
  void constantItemIsInjectedAsItself() {
    Faults.places()
        .forEach(
            (place, how) -> {
              String item = place.substring(place.indexOf(' ') + 1);
              if (item.matches("\\d+") && !how.startsWith("- ")) {
                assertThat(how).as(place).isEqualTo(item);
              }
            });
  }

  /** A reason may name the test that has the fault. */
  @Test
  void namedTestsExist() {
    List<String> methods =
        Stream.of(FaultInjectionIT.class.getDeclaredMethods()).map(m -> m.getName()).toList();
    Pattern name = Pattern.compile("FaultInjectionIT\\.(\\w+)");
    Faults.places()
        .forEach(
            (place, how) -> {
              Matcher test = name.matcher(how);
              if (test.find()) {
                assertThat(methods).as(place).contains(test.group(1));
              }
            });
  }
}
