package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.language.Language;
import io.kotha.examples.grader.language.Language.Needs;
import io.kotha.examples.grader.problem.ProblemLimits;
import io.kotha.examples.grader.problem.ProgramSource;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Compiles a program in a room of its own, because a compiler is a program that reads a stranger's
 * file; what it made is taken out into a directory of the grader's.
 */
final class Compiler {

  private final Rooms rooms;
  private final Scratch scratch;

  Compiler(Rooms rooms, Scratch scratch) {
    this.rooms = rooms;
    this.scratch = scratch;
  }

  /** A new directory for a program. */
  Path directory() throws IOException {
    return scratch.directory("program-");
  }

  /** Runs a command on the source and fills the directory; returns why it failed, if it did. */
  Optional<String> compile(
      ProgramSource source,
      Command command,
      Optional<Language> language,
      ProblemLimits limits,
      Path directory)
      throws IOException, InterruptedException {
    SandboxResult result = rooms.compile(source, language, limits, directory).run(command);
    Verdict verdict = result.verdict();
    if (verdict instanceof Verdict.Killed || verdict instanceof Verdict.Lost) {
      throw new IOException("compiling was cut short: " + verdict);
    }
    if (verdict.isSuccess()) {
      Scratch.openToRead(directory);
      return Optional.empty();
    }
    String reason =
        VerdictReading.failure(verdict, Needs.PLAIN).map(Decision::reason).orElse("failed");
    String words = Excerpt.head(result.stderrBytes());
    return Optional.of(
        Excerpt.join(reason, words.isBlank() ? Excerpt.head(result.stdoutBytes()) : words));
  }

  /** Fills the directory with the source as it is, for what needs no compiling. */
  static void copy(ProgramSource source, Path directory) throws IOException {
    for (SourceFile file : source.files()) {
      Path target = directory.resolve(file.name());
      Files.createDirectories(target.getParent());
      Files.copy(file.path(), target);
    }
    Scratch.openToRead(directory);
  }

  /** What a directory holds. */
  static List<SourceFile> files(Path directory) throws IOException {
    try (var walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile)
          .map(path -> new SourceFile(directory.relativize(path).toString(), path))
          .toList();
    }
  }
}
