package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.language.Language.Needs;
import io.kotha.sandbox.MemorySize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A program that is ready to run.
 *
 * @param name what it is called in reports
 * @param files what its working directory holds
 * @param directory where on the host that is; deleted when the program is closed
 * @param command the command for a memory limit
 * @param environment its variables
 * @param binds directories of the host its language needs
 * @param needs what its language needs by itself
 */
record Program(
    String name,
    List<SourceFile> files,
    Path directory,
    Function<MemorySize, List<String>> command,
    Map<String, String> environment,
    List<String> binds,
    Needs needs)
    implements AutoCloseable {

  /** The command with arguments. */
  List<String> command(MemorySize memory, List<String> arguments) {
    List<String> words = new ArrayList<>(command.apply(memory));
    words.addAll(arguments);
    return words;
  }

  @Override
  public void close() throws IOException {
    Scratch.delete(directory);
  }
}
