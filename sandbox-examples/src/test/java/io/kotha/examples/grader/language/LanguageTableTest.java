package io.kotha.examples.grader.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.examples.files.FileRoot;
import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.problem.ProgramSource;
import io.kotha.sandbox.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageTableTest {

  @TempDir Path directory;

  @Test
  void builtInTableHasTheLanguagesOfContests() throws Exception {
    assertThat(LanguageTable.builtIn().all())
        .extracting(Language::id)
        .contains(
            "c",
            "cpp",
            "java",
            "python3",
            "kotlin",
            "rust",
            "go",
            "javascript",
            "bash",
            "perl",
            "ruby");
  }

  @Test
  void everyExtensionBelongsToOneLanguage() throws Exception {
    List<String> extensions =
        LanguageTable.builtIn().all().stream().flatMap(l -> l.extensions().stream()).toList();
    assertThat(extensions).doesNotHaveDuplicates();
  }

  @Test
  void everyPlaceholderOfACommandIsDefined() throws Exception {
    for (Language language : LanguageTable.builtIn().all()) {
      Map<String, String> programs =
          new java.util.HashMap<>(Map.of("entry", "x", "memory", "x", "sources", "x"));
      language.programs().keySet().forEach(name -> programs.put(name, "x"));
      Stream.concat(language.compile().stream(), language.run().stream())
          .forEach(
              word -> {
                for (String name : programs.keySet()) {
                  word = word.replace("{" + name + "}", "");
                }
                assertThat(word).as(language.id()).doesNotContain("{");
              });
    }
  }

  @Test
  void detectsTheLanguageByFileExtensions() throws Exception {
    LanguageTable table = LanguageTable.builtIn();
    assertThat(id(table.detect(program("a.c")))).isEqualTo("c");
    assertThat(id(table.detect(program("a.C")))).isEqualTo("cpp");
    assertThat(id(table.detect(program("main.cc", "util.h", "Makefile")))).isEqualTo("cpp");
    assertThat(table.detect(program("a.c", "b.py"))).isInstanceOf(Detection.Ambiguous.class);
    assertThat(table.detect(program("README"))).isInstanceOf(Detection.Unknown.class);
  }

  @Test
  void fileAddsAndReplacesRows() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("mine.yaml"),
            """
            - {id: c, name: Tiny C, extensions: [c], programs: {tcc: /usr/bin/tcc}, run: "{tcc} -run {entry}"}
            - {id: zig, extensions: zig, run: /box/x, extraMemory: 32, pids: 8, binds: /opt/zig}
            """);
    LanguageTable table = LanguageTable.with(file);
    assertThat(table.find("c").orElseThrow().name()).isEqualTo("Tiny C");
    Language zig = table.find("zig").orElseThrow();
    assertThat(zig.needs().extraMemory()).isEqualTo(MemorySize.MiB(32));
    assertThat(zig.needs().pids()).isEqualTo(8);
    assertThat(zig.binds()).containsExactly("/opt/zig");
    assertThat(table.find("java")).isPresent();
  }

  @Test
  void malformedTableIsRejectedByName() throws Exception {
    for (String text :
        List.of("x: y\n", "- {id: x}\n", "- {id: x, extensions: x, run: x, entry: y}\n", "- 5\n")) {
      Path file = Files.writeString(directory.resolve("bad.yaml"), text);
      assertThatThrownBy(() -> LanguageTable.with(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("bad.yaml");
    }
  }

  @Test
  void fillsPlaceholdersOfCommands() throws Exception {
    Language cpp = LanguageTable.builtIn().find("cpp").orElseThrow();
    Toolchain.Ready ready = new Toolchain.Ready(Map.of("gxx", "/usr/bin/g++"));
    Commands commands = new Commands(cpp, ready, program("a.cc", "b.cc", "c.h"));
    assertThat(commands.compile(MemorySize.MiB(100)))
        .startsWith("/usr/bin/g++")
        .endsWith("a.cc", "b.cc")
        .doesNotContain("c.h");
    assertThat(commands.run(MemorySize.MiB(100))).containsExactly("/box/program");
  }

  @Test
  void passesTheMemoryLimitToTheRuntime() throws Exception {
    Language java = LanguageTable.builtIn().find("java").orElseThrow();
    Toolchain.Ready ready = new Toolchain.Ready(Map.of("java", "/j", "javac", "/jc"));
    Path source =
        Files.writeString(directory.resolve("s.java"), "class M { static void main(){} }");
    Commands commands =
        new Commands(java, ready, new ProgramSource("s", List.of(file("s.java", source))));
    assertThat(commands.run(MemorySize.MiB(300))).contains("-Xmx300m").endsWith("M");
  }

  @Test
  void missingCompilerIsNamed() {
    Language none =
        new Language(
            "none",
            "None",
            List.of("none"),
            Map.of("cc", List.of("/usr/bin/no-such-compiler")),
            List.of(),
            List.of("x"),
            Language.Entry.FILE,
            Map.of(),
            List.of(),
            Language.Needs.PLAIN);
    assertThat(Toolchain.of(none))
        .isInstanceOfSatisfying(
            Toolchain.Missing.class,
            missing -> assertThat(missing.reason()).contains("/usr/bin/no-such-compiler"));
  }

  private static String id(Detection detection) {
    return ((Detection.Found) detection).language().id();
  }

  private static ProgramSource program(String... names) {
    return new ProgramSource(
        "p", Stream.of(names).map(name -> file(name, Path.of("/x", name))).toList());
  }

  private static SourceFile file(String name, Path path) {
    try {
      return new SourceFile(name, FileRoot.of(Path.of("/")), path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
