package io.kotha.examples.grader.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlMapTest {

  @TempDir Path directory;

  @Test
  void readsScalarsListsAndMaps() throws Exception {
    YamlMap map =
        read(
            """
            text: plain
            number: 2.5
            words: a b  c
            list: [x, 1, true]
            inner: {key: value}
            nothing:
            """);
    assertThat(map.string("text")).contains("plain");
    assertThat(map.number("number", 1, 10)).isEqualTo(2.5);
    assertThat(map.number("absent", 7, 10)).isEqualTo(7);
    assertThat(map.words("words")).contains(List.of("a", "b", "c"));
    assertThat(map.strings("words")).contains(List.of("a b  c"));
    assertThat(map.strings("list")).contains(List.of("x", "1", "true"));
    assertThat(map.map("inner").string("key")).contains("value");
    assertThat(map.has("nothing")).isFalse();
    assertThat(map.flag("absent")).isFalse();
  }

  @Test
  void emptyFileIsAnEmptyMap() throws Exception {
    assertThat(read("# only a comment\n").keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- a list\n",
        "just text\n",
        "a: b: c\n",
        "a: [1, 2\n",
        "a: 1\na: 2\n",
        "a: !!javax.script.ScriptEngineManager []\n",
        "a: !!java.net.URL ['http://example.org']\n",
        "\t\tx\n",
        "a: &x [*x]\nb: *nowhere\n",
        "a: \u0001\n",
      })
  void rejectsTextsThatAreNoPlainMappingAndNamesTheFile(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("test.yaml");
  }

  @Test
  void rejectsAliasBombs() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> read(bomb.toString())).isInstanceOf(InputException.class);
  }

  @Test
  void rejectsDeepNesting() {
    assertThatThrownBy(() -> read("a: " + "[".repeat(5000) + "]".repeat(5000)))
        .isInstanceOf(InputException.class);
  }

  @Test
  void rejectsLargeFilesAndMalformedUtf8() throws IOException {
    Path large = directory.resolve("large.yaml");
    Files.write(large, new byte[2 << 20]);
    assertThatThrownBy(() -> YamlMap.read(file("large.yaml"))).hasMessageContaining("larger");
    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, "name: h\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> YamlMap.read(file("latin.yaml"))).hasMessageContaining("UTF-8");
  }

  @Test
  void namesTheInvalidKey() throws Exception {
    YamlMap map = read("limits: {memory: lots, output: -1, time: .nan, n: 1e400}\nself: &x [*x]\n");
    YamlMap limits = map.map("limits");
    for (String key : List.of("memory", "output", "time", "n")) {
      assertThatThrownBy(() -> limits.number(key, 1, 100)).hasMessageContaining("limits." + key);
    }
    assertThatThrownBy(() -> map.strings("self")).hasMessageContaining("self");
  }

  private YamlMap read(String text) throws IOException, InputException {
    Path file = directory.resolve("test.yaml");
    Files.writeString(file, text);
    return YamlMap.read(file("test.yaml"));
  }

  private PackageFile file(String name) throws InputException {
    return new PackageTree(directory).file(name).orElseThrow();
  }
}
