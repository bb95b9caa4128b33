package io.kotha.examples.grader.language;

import io.kotha.sandbox.MemorySize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of the table of languages, see {@code languages.yaml}.
 *
 * @param id the format's code of the language
 * @param name its name in reports
 * @param extensions endings of its source files, without the dot
 * @param programs what the host must have: a name for commands, and the paths to look at
 * @param compile the command that compiles or checks, in words; empty if there is none
 * @param run the command that runs
 * @param entry what {@code {entry}} stands for
 * @param environment variables of both commands
 * @param binds directories of the host it needs beside {@code /usr}
 * @param needs what it needs by itself
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

  /** What a program of the language is started by. */
  public enum Entry {
    /** A source file. */
    FILE,
    /** The class with a {@code main} method. */
    CLASS
  }

  /**
   * What the language's run time takes beside the program.
   *
   * @param extraMemory on top of the problem's memory limit
   * @param pids processes and threads a program may have
   * @param memoryExit the status with which it reports that the memory it may use is full
   * @param stack largest stack of the main thread; as large as the memory limit if empty
   * @param addressSpace whether it reserves far more address space than it uses
   */
  public record Needs(
      MemorySize extraMemory,
      int pids,
      OptionalInt memoryExit,
      Optional<MemorySize> stack,
      AddressSpace addressSpace) {

    /** Nothing special: what a program that needs no run time is given. */
    public static final Needs PLAIN =
        new Needs(
            MemorySize.bytes(0), 64, OptionalInt.empty(), Optional.empty(), AddressSpace.AS_USED);
  }

  /** Whether memory can be limited by address space, where there is no cgroup. */
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
