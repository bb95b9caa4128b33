package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.language.Language.AddressSpace;
import io.kotha.examples.grader.language.Language.Needs;
import io.kotha.examples.grader.problem.ProblemLimits;
import io.kotha.examples.grader.problem.ProgramSource;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A builder of validators: by language, or by their scripts {@code build} and {@code run}. */
final class ValidatorBuilder {

  /** A script may start helper processes, so its process limit is higher. */
  private static final Needs OF_SCRIPTS =
      new Needs(
          MemorySize.bytes(0), 256, OptionalInt.empty(), Optional.empty(), AddressSpace.AS_USED);

  private final Compiler compiler;
  private final Builder builder;

  ValidatorBuilder(Compiler compiler, Builder builder) {
    this.compiler = compiler;
    this.builder = builder;
  }

  /**
   * Builds a validator.
   *
   * @throws IOException if the build fails: a judging error
   */
  Program build(ProgramSource source, ProblemLimits limits)
      throws IOException, InterruptedException {
    boolean scripts = source.file("build").isPresent() || source.file("run").isPresent();
    Build build = scripts ? byScripts(source, limits) : builder.build(source, limits);
    if (build instanceof Build.Done done) {
      return done.program();
    }
    String reason =
        build instanceof Build.Failed failed
            ? failed.reason()
            : ((Build.Impossible) build).reason();
    throw new IOException("validator " + source.name() + " cannot be built: " + reason);
  }

  private Build byScripts(ProgramSource source, ProblemLimits limits)
      throws IOException, InterruptedException {
    Path directory = compiler.directory(source);
    Optional<SourceFile> script = source.file("build");
    if (script.isPresent()) {
      Command command = Rooms.command(List.of(Rooms.BOX + "/build"), Map.of());
      Optional<String> failure =
          compiler.compile(source, command, Optional.empty(), limits, directory);
      if (failure.isPresent()) {
        Scratch.delete(directory);
        return new Build.Failed(failure.get());
      }
    } else {
      Compiler.copy(source, directory);
    }
    if (!Files.isExecutable(directory.resolve("run"))) {
      Scratch.delete(directory);
      return new Build.Failed("the validator has no executable file named run");
    }
    return new Build.Done(
        new Program(
            source.name(),
            Compiler.files(directory),
            directory,
            memory -> List.of(Rooms.BOX + "/run"),
            Map.of(),
            List.of(),
            OF_SCRIPTS));
  }
}
