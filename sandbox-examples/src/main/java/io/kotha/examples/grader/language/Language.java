package io.kotha.examples.grader.language;

import io.kotha.sandbox.MemorySize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of the table of languages; {@code languages.yaml} describes its fields.
 *
 * @param id the package format's code of the language
 * @param name its name in reports
 * @param extensions extensions of its source files, without the dot
 * @param programs programs that the host must have: placeholder name to candidate paths
 * @param compile the command that compiles or checks, as arguments; empty if there is none
 * @param run the command that runs the program, as arguments
 * @param entry the kind of entry point that {@code {entry}} is replaced by
 * @param environment environment variables of both commands
 * @param binds host directories that the language needs in addition to {@code /usr}
 * @param needs resources that the language's runtime needs
 */
public record Language(
    String id,
    String name,
    List<String> extensions,
    Map<String, List<String>> programs,
    List<String> compile,
    List<String> run,
    Entry entry,
    Map<String, String> environment,
    List<String> binds,
    Needs needs) {

  /** The kind of entry point that starts a program. */
  public enum Entry {
    /** A source file. */
    FILE,
    /** The class with a {@code main} method. */
    CLASS
  }

  /**
   * Resources that a language's runtime needs in addition to the program.
   *
   * @param extraMemory memory added to the problem's limit
   * @param pids limit of processes and threads
   * @param memoryExit the exit status by which the runtime reports that its memory is exhausted
   * @param stack stack limit of the main thread; the memory limit if empty
   * @param addressSpace the runtime's use of address space
   */
  public record Needs(
      MemorySize extraMemory,
      int pids,
      OptionalInt memoryExit,
      Optional<MemorySize> stack,
      AddressSpace addressSpace) {

    /** Needs of a program without a runtime: 64 processes and threads, no extra memory. */
    public static final Needs PLAIN =
        new Needs(
            MemorySize.bytes(0), 64, OptionalInt.empty(), Optional.empty(), AddressSpace.AS_USED);
  }

  /** Use of address space; without a cgroup, only {@code AS_USED} programs can be limited. */
  public enum AddressSpace {
    AS_USED,
    RESERVED_AHEAD
  }

  public Language {
    extensions = List.copyOf(extensions);
    programs = Map.copyOf(programs);
    compile = List.copyOf(compile);
    run = List.copyOf(run);
    environment = Map.copyOf(environment);
    binds = List.copyOf(binds);
  }
}
