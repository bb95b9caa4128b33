package io.kotha.examples.grader.language;

import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.problem.ProgramSource;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The entry point of a program: its main file or main class. */
final class EntryPoint {

  private static final int MAX_SOURCE = 1 << 20;
  private static final List<String> MAIN_STEMS = List.of("__main__", "main", "index");

  private EntryPoint() {}

  /** Returns the value of {@code {entry}} in the language's commands. */
  static String of(Language language, ProgramSource program) {
    List<SourceFile> sources = sources(language, program);
    return language.entry() == Language.Entry.CLASS ? mainClass(sources) : mainFile(sources).name();
  }

  /** Returns the files with an extension of the language, in the program's order. */
  static List<SourceFile> sources(Language language, ProgramSource program) {
    return program.files().stream()
        .filter(file -> language.extensions().contains(file.extension()))
        .toList();
  }

  private static SourceFile mainFile(List<SourceFile> sources) {
    for (String stem : MAIN_STEMS) {
      for (SourceFile file : sources) {
        if (file.stem().toLowerCase(Locale.ROOT).equals(stem)) {
          return file;
        }
      }
    }
    return sources.get(0);
  }

  private static String mainClass(List<SourceFile> sources) {
    Optional<String> found = mainOf(mainFile(sources));
    for (SourceFile file : sources) {
      found = found.isPresent() ? found : mainOf(file);
    }
    // Without a main method the run fails with the JVM's own message.
    return found.orElse(mainFile(sources).stem());
  }

  private static Optional<String> mainOf(SourceFile file) {
    try {
      return JavaEntry.find(file.text(MAX_SOURCE));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
