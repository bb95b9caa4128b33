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
 * @param name its name in reports
 * @param files the files in its working directory
 * @param directory the working directory on the host; deleted on close
 * @param command the command by memory limit
 * @param environment its environment variables
 * @param binds host directories that its language needs
 * @param needs resources that its language's runtime needs
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

  /** Returns the command with arguments appended. */
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
