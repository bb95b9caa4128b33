package io.kotha.examples.grader.language;

import io.kotha.examples.grader.input.InputException;
import io.kotha.examples.grader.input.PackageTree;
import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.problem.ProgramSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a program of several files starts. */
final class EntryPoint {

  private static final int MAX_SOURCE = 1 << 20;
  private static final List<String> MAIN_STEMS = List.of("__main__", "main", "index");

  private EntryPoint() {}

  /** What {@code {entry}} of the language's commands stands for. */
  static String of(Language language, ProgramSource program) {
    List<SourceFile> sources = sources(language, program);
    return language.entry() == Language.Entry.CLASS ? mainClass(sources) : mainFile(sources).name();
  }

  /** The files that are compiled, in order of name. */
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
    // Without a main method anywhere the run fails, with a message of the language's own.
    return found.orElse(mainFile(sources).stem());
  }

  private static Optional<String> mainOf(SourceFile file) {
    try {
      return JavaEntry.find(PackageTree.text(file.path(), MAX_SOURCE));
    } catch (InputException e) {
      return Optional.empty();
    }
  }
}
