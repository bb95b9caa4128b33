package io.kotha.examples.grader.language;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.input.YamlMap;
import io.kotha.examples.grader.problem.ProgramSource;
import io.kotha.sandbox.MemorySize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The table of supported languages, read from YAML. */
public final class LanguageTable {

  private static final String BUILT_IN = "languages.yaml";

  private final Map<String, Language> languages = new LinkedHashMap<>();

  private LanguageTable() {}

  /** Returns the built-in table. */
  public static LanguageTable builtIn() throws InputException {
    LanguageTable table = new LanguageTable();
    table.add(YamlMap.parseRows(Path.of(BUILT_IN), resource()));
    return table;
  }

  /** Returns the built-in table with the rows of a file; a row replaces one of the same id. */
  public static LanguageTable with(Path file) throws InputException {
    LanguageTable table = builtIn();
    table.add(YamlMap.readRows(file));
    return table;
  }

  /** Returns every language in the order of the table. */
  public List<Language> all() {
    return List.copyOf(languages.values());
  }

  /** Returns the language with an id, if the table has it. */
  public Optional<Language> find(String id) {
    return Optional.ofNullable(languages.get(id));
  }

  /** Detects a program's language by the extensions of its files. */
  public Detection detect(ProgramSource source) {
    Set<Language> found = new LinkedHashSet<>();
    for (SourceFile file : source.files()) {
      languages.values().stream()
          .filter(language -> language.extensions().contains(file.extension()))
          .forEach(found::add);
    }
    List<Language> candidates = List.copyOf(found);
    return switch (candidates.size()) {
      case 0 -> new Detection.Unknown("no language of the table has the extension of its files");
      case 1 -> new Detection.Found(candidates.get(0));
      default ->
          new Detection.Ambiguous(
              "the files are of more than one language: "
                  + String.join(", ", candidates.stream().map(Language::name).toList()));
    };
  }

  private void add(List<YamlMap> rows) throws InputException {
    for (YamlMap row : rows) {
      Language language = language(row);
      languages.put(language.id(), language);
    }
  }

  private static Language language(YamlMap row) throws InputException {
    String id = required(row, "id", row.string("id"));
    return new Language(
        id,
        row.string("name").orElse(id),
        required(row, "extensions", row.words("extensions")),
        programs(row.map("programs")),
        row.words("compile").orElse(List.of()),
        required(row, "run", row.words("run")),
        entry(row),
        environment(row.map("environment")),
        row.words("binds").orElse(List.of()),
        needs(row));
  }

  private static Language.Entry entry(YamlMap row) throws InputException {
    return switch (row.string("entry").orElse("file")) {
      case "file" -> Language.Entry.FILE;
      case "class" -> Language.Entry.CLASS;
      default -> throw row.complaint("entry", "must be file or class");
    };
  }

  private static Language.Needs needs(YamlMap row) throws InputException {
    double exit = row.number("memoryExit", 0, 255);
    double extra = row.number("extraMemory", 0, 1 << 20);
    double stack = row.number("stack", 0, 1 << 20);
    return new Language.Needs(
        MemorySize.MiB((long) extra),
        (int) row.number("pids", 64, 1 << 20),
        exit == 0 ? OptionalInt.empty() : OptionalInt.of((int) exit),
        stack == 0 ? Optional.empty() : Optional.of(MemorySize.MiB((long) stack)),
        row.flag("reservesAddressSpace")
            ? Language.AddressSpace.RESERVED_AHEAD
            : Language.AddressSpace.AS_USED);
  }

  private static Map<String, List<String>> programs(YamlMap map) throws InputException {
    Map<String, List<String>> programs = new LinkedHashMap<>();
    for (String key : map.keys()) {
      List<String> paths = map.words(key).orElse(List.of());
      if (paths.isEmpty() || paths.stream().anyMatch(path -> !path.startsWith("/"))) {
        throw map.complaint(key, "must be one or more absolute paths");
      }
      programs.put(key, paths);
    }
    return programs;
  }

  private static Map<String, String> environment(YamlMap map) throws InputException {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String key : map.keys()) {
      environment.put(key, map.string(key).orElse(""));
    }
    return environment;
  }

  private static <T> T required(YamlMap row, String key, Optional<T> value) throws InputException {
    return value.orElseThrow(() -> row.complaint(key, "missing"));
  }

  private static String resource() {
    try (InputStream stream = LanguageTable.class.getResourceAsStream(BUILT_IN)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks " + BUILT_IN);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
