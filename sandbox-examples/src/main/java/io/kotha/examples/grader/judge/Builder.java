package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.language.Commands;
import io.kotha.examples.grader.language.Detection;
import io.kotha.examples.grader.language.Language;
import io.kotha.examples.grader.language.Language.AddressSpace;
import io.kotha.examples.grader.language.LanguageTable;
import io.kotha.examples.grader.language.Toolchain;
import io.kotha.examples.grader.problem.ProblemLimits;
import io.kotha.examples.grader.problem.ProgramSource;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.limits.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A builder of programs, in the language detected from their file extensions. */
final class Builder {

  private final Compiler compiler;
  private final LanguageTable languages;
  private final Limits.Fallback fallback;

  Builder(Compiler compiler, LanguageTable languages, Limits.Fallback fallback) {
    this.compiler = compiler;
    this.languages = languages;
    this.fallback = fallback;
  }

  Build build(ProgramSource source, ProblemLimits limits) throws IOException, InterruptedException {
    Detection detection = languages.detect(source);
    if (detection instanceof Detection.Unknown unknown) {
      return new Build.Impossible(unknown.reason());
    }
    if (detection instanceof Detection.Ambiguous ambiguous) {
      return new Build.Failed(ambiguous.reason());
    }
    Language language = ((Detection.Found) detection).language();
    Toolchain toolchain = Toolchain.of(language);
    if (toolchain instanceof Toolchain.Missing missing) {
      return new Build.Impossible(missing.reason());
    }
    if (cannotBeLimited(language)) {
      return new Build.Impossible(
          language.name()
              + " cannot start under a limit of its address space, and this host has no cgroup");
    }
    return build(source, language, (Toolchain.Ready) toolchain, limits);
  }

  private Build build(
      ProgramSource source, Language language, Toolchain.Ready toolchain, ProblemLimits limits)
      throws IOException, InterruptedException {
    // Commands reads the source, so check its size first.
    Path directory = compiler.directory(source);
    Commands commands = new Commands(language, toolchain, source);
    if (commands.needCompiling()) {
      Command command =
          Rooms.command(commands.compile(limits.compilation().memory()), language.environment());
      Optional<String> failure =
          compiler.compile(source, command, Optional.of(language), limits, directory);
      if (failure.isPresent()) {
        Scratch.delete(directory);
        return new Build.Failed(failure.get());
      }
    } else {
      Compiler.copy(source, directory);
    }
    return new Build.Done(
        new Program(
            source.name(),
            Compiler.files(directory),
            directory,
            commands::run,
            language.environment(),
            language.binds(),
            language.needs()));
  }

  /**
   * Returns whether the memory limit would have to be an address-space limit that the runtime
   * exceeds at its start, so that a run would say nothing about the program.
   */
  private boolean cannotBeLimited(Language language) throws SandboxException {
    return fallback == Limits.Fallback.RLIMITS
        && language.needs().addressSpace() == AddressSpace.RESERVED_AHEAD
        && !Sandbox.inspect().has("cgroup.memory");
  }
}
