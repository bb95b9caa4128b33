package io.kotha.examples.grader.judge;

import io.kotha.examples.files.FileRoot;
import io.kotha.examples.grader.input.Ceiling;
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
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A compiler of programs. Each compilation runs in a separate room, because the compiler reads
 * untrusted files; its output is copied to a directory of the grader.
 */
final class Compiler {

  private final Rooms rooms;
  private final Scratch scratch;

  Compiler(Rooms rooms, Scratch scratch) {
    this.rooms = rooms;
    this.scratch = scratch;
  }

  /**
   * Creates a directory for a program.
   *
   * @throws IOException if the program's files are above the ceiling: a judging error
   */
  Path directory(ProgramSource source) throws IOException {
    Ceiling.check(source.name(), source.files());
    return scratch.directory("program-");
  }

  /** Compiles the source into the directory; returns the reason if the command fails. */
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
      throw new IOException("the compilation was interrupted: " + verdict);
    }
    if (verdict.isSuccess()) {
      Scratch.openToRead(directory);
      return Optional.empty();
    }
    String reason =
        VerdictReading.failure(verdict, Needs.PLAIN).map(Decision::reason).orElse("failed");
    String errors = Excerpt.head(result.stderrBytes());
    return Optional.of(
        Excerpt.join(reason, errors.isBlank() ? Excerpt.head(result.stdoutBytes()) : errors));
  }

  /** Copies the source to the directory, for languages without a compile command. */
  static void copy(ProgramSource source, Path directory) throws IOException {
    for (SourceFile file : source.files()) {
      Path target = directory.resolve(file.name());
      Files.createDirectories(target.getParent());
      Files.write(target, Ceiling.content(file), StandardOpenOption.CREATE_NEW);
      if (file.isExecutable() && !target.toFile().setExecutable(true)) {
        throw new IOException(target + " cannot be made executable");
      }
    }
    Scratch.openToRead(directory);
  }

  /** Lists the regular files below a directory. */
  static List<SourceFile> files(Path directory) throws IOException {
    FileRoot root = FileRoot.of(directory);
    try (var walk = Files.walk(root.path())) {
      return walk.filter(Files::isRegularFile)
          .map(path -> new SourceFile(root.path().relativize(path).toString(), root, path))
          .toList();
    }
  }
}
