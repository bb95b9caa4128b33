package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
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
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Compares the table of faults with the helper's sources: every call there that names a step and an
 * item must have a line, and every line such a call.
 */
class FaultTableTest {

  private static final Path SOURCES = Path.of("src/main/c");
  private static final Path TESTS = Path.of("src/test/java");

  /** A step as an argument, and the expression of the item after it. */
  private static final Pattern PLACE = Pattern.compile("\\bSTEP_(\\w+),\\s*([^,()]+?)\\s*[,)]");

  /** A test class in a reason, and its method, which is null if the reason names none. */
  private static final Pattern TEST = Pattern.compile("\\b(\\w+(?:IT|Test))\\b(?:\\.(\\w+))?");

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

  /** Each constant item is listed once: otherwise its line could claim the test of another item. */
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

  /** A reason that names a test class must name one of its methods, so that it can be checked. */
  @Test
  void namedTestsExist() throws Exception {
    Set<String> named = new TreeSet<>();
    for (Map.Entry<String, String> place : Faults.places().entrySet()) {
      Matcher test = TEST.matcher(place.getValue());
      while (test.find()) {
        named.add(test.group(1));
        assertThat(testMethods(test.group(1))).as(place.toString()).contains(test.group(2));
      }
    }
    assertThat(named).contains("FaultInjectionIT", "LivingRoomIT");
  }

  /** Returns the names of the test methods of a class in any package. */
  private static List<String> testMethods(String simpleName) throws Exception {
    List<Path> sources;
    try (Stream<Path> all = Files.walk(TESTS)) {
      sources = all.filter(file -> file.endsWith(simpleName + ".java")).toList();
    }
    assertThat(sources).as(simpleName).hasSize(1);
    String file = TESTS.relativize(sources.get(0)).toString();
    String name = file.substring(0, file.length() - ".java".length()).replace('/', '.');
    Class<?> type = Class.forName(name, false, FaultTableTest.class.getClassLoader());
    return Stream.of(type.getDeclaredMethods())
        .filter(m -> m.isAnnotationPresent(Test.class) || isParameterized(m))
        .map(Method::getName)
        .toList();
  }

  private static boolean isParameterized(Method method) {
    return method.isAnnotationPresent(ParameterizedTest.class);
  }
}
