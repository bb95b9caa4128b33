package io.kotha.examples.grader.problem;

import io.kotha.examples.grader.input.SourceFile;
import java.util.List;
import java.util.Optional;

/**
 * The source of a program: a submission or a validator.
 *
 * @param name its name in reports
 * @param files its files: a single file, or those of a folder
 */
public record ProgramSource(String name, List<SourceFile> files) {

  public ProgramSource {
    files = List.copyOf(files);
  }

  /** Returns a file by its name within the program. */
  public Optional<SourceFile> file(String fileName) {
    return files.stream().filter(file -> file.name().equals(fileName)).findFirst();
  }
}
